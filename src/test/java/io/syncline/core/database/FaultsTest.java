package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class FaultsTest {
  private static final String CANARY = "canary-5up3r";
  private static final Place PLACE =
      new Place(
          NeededDatabase.STAGING,
          new Address("db.shop", "5432", "sync", CANARY, "numbers", "", ""));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          28P01 | password authentication failed for user "sync" | refused the password of sync | DB_STAGING_PASS
          28000 | role "sync" is not permitted to log in | does not let sync in | DB_STAGING_USER
          3D000 | database "numbers" does not exist | no database numbers at db.shop:5432 | DB_STAGING_NAME
          53300 | sorry, too many clients already | no connection left | syncline.database.pools
          57P03 | the database system is starting up | takes no connections at present: the database system is starting up | Wait
          25006 | cannot execute INSERT in a read-only transaction | is read-only at present | DB_STAGING_HOST
          42501 | permission denied for schema public | lacks a right in staging | GRANT USAGE, CREATE ON SCHEMA public TO sync
          42501 | permission denied for table listings | lacks a right in staging | GRANT what it names on listings to sync
          42501 | must be owner of table listings | lacks a right in staging | Make sync the owner of listings
          42809 | "master_market_latest" is not a materialized view | master_market_latest | Rename it
          08P01 | unsupported startup parameter: extra_float_digits | start-up parameter extra_float_digits | ignore_startup_parameters = extra_float_digits
          08P01 | no such user: sync | rejected the connection to staging: no such user: sync | DB_STAGING_
          """)
  void what_a_server_answers_is_told_by_its_cause(
      String state, String text, String what, String action) {
    Fault fault = Faults.of(wrapped(answer(state, text)), PLACE);
    assertThat(fault.what()).contains(what);
    assertThat(fault.action()).contains(action);
    assertThat(fault.sentence()).doesNotContain(CANARY);
  }

  @Test
  void what_the_network_does_is_told_by_its_cause() {
    Set<String> sentences = new LinkedHashSet<>();
    List<Exception> causes =
        List.of(
            new UnknownHostException(CANARY),
            new ConnectException(CANARY),
            new NoRouteToHostException(CANARY),
            new SocketTimeoutException(CANARY),
            new SSLHandshakeException(CANARY),
            new java.io.EOFException(CANARY));
    for (Exception cause : causes) {
      sentences.add(Faults.of(wrapped(new SQLException(CANARY, "08006", cause)), PLACE).sentence());
    }
    assertThat(sentences)
        .hasSameSizeAs(causes)
        .allMatch(sentence -> sentence.contains("staging") && sentence.contains("db.shop"))
        .noneMatch(sentence -> sentence.contains(CANARY));
  }

  @Test
  void the_drivers_own_text_is_never_told() {
    SQLException failure = new SQLException(CANARY, "XX000");
    assertThat(Faults.of(failure, PLACE).sentence()).contains("XX000").doesNotContain(CANARY);
    assertThat(Faults.describe(failure)).isEqualTo("SQLException XX000");
  }

  @Test
  void a_password_that_is_wrong_is_not_waited_for_and_a_server_that_starts_is() {
    assertThat(Faults.mayPass(answer("28P01", "wrong"), PLACE)).isFalse();
    assertThat(Faults.mayPass(answer("57P03", "starting up"), PLACE)).isTrue();
    assertThat(Faults.mayPass(new SQLException("", "08001", new ConnectException()), PLACE))
        .isTrue();
  }

  private static RuntimeException wrapped(SQLException failure) {
    return new IllegalStateException(new SQLException("wrapped", "08003", failure));
  }

  private static PSQLException answer(String state, String text) {
    ServerErrorMessage message =
        new ServerErrorMessage(
            "SFATAL\0C%s\0M%s\0DKey (%s) is there\0\0".formatted(state, text, CANARY));
    assertThat(message.getSQLState())
        .isEqualTo(state)
        .isNotEqualTo(PSQLState.UNKNOWN_STATE.getState());
    return new PSQLException(message, false);
  }
}
