package io.syncline.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncline.core.database.Databases;
import io.syncline.core.error.StartupRefused;
import io.syncline.core.error.UnreadableSecret;
import io.syncline.core.secret.KeyRotation.Rotated;
import io.syncline.support.CoreTest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Secrets are sealed anew while others use them, however often that is begun. */
@CoreTest
class KeyRotationIT {
  private static final int ALL = 10_000;
  private static final int KILLS = 20;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Keyset FIRST = Keyset.of("the text that stood for a key until today");
  private static final Keyset BOTH = FIRST.withOneMore().withTheLastAsPrimary();

  private final SecretBox old = new SecretBox(FIRST.json());
  private final SecretBox box = new SecretBox(BOTH.json());
  private final SecretBox alone = new SecretBox(BOTH.withThePrimaryOnly().json());

  @Autowired private Databases databases;
  @Autowired private SealedColumns columns;
  private JdbcTemplate staging;
  private StoredSecrets secrets;

  @BeforeEach
  void ten_thousand_are_sealed_with_the_first_key() {
    staging = new JdbcTemplate(databases.staging().pool());
    secrets = new StoredSecrets(databases, box);
    staging.execute("TRUNCATE stored_secrets");
    staging.batchUpdate(
        "INSERT INTO stored_secrets (name, ciphertext) VALUES (?, ?)",
        IntStream.range(0, ALL)
            .mapToObj(i -> new Object[] {name(i), old.seal("secret " + i, name(i))})
            .toList());
  }

  /** The process dies while a page waits for a row that somebody holds, a page later each time. */
  @Test
  void a_rotation_that_is_killed_twenty_times_ends_with_every_secret_readable() throws Exception {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> readAll(goesOn));
    for (int kill = 0; kill < KILLS; kill++) {
      try (Connection holder = databases.staging().pool().getConnection()) {
        holder.setAutoCommit(false);
        hold(holder, name(kill * ALL / KILLS + 7));
        Process rotating = rotationProcess(holder.getMetaData().getURL());
        await().atMost(LONG).until(() -> !rotating.isAlive() || isBlocked());
        assertThat(rotating.isAlive()).as("it died in the middle").isTrue();
        rotating.destroyForcibly().waitFor();
        holder.rollback();
        holder.setAutoCommit(true);
      }
      assertThat(reading).isNotDone();
    }
    goesOn.set(false);
    assertThatCode(reading::join).doesNotThrowAnyException();
    Rotated rotated = rotation(box).rotate(resealed -> {});
    assertThat(rotated.isWhole()).isTrue();
    assertThat(rotated.current()).isEqualTo(ALL);
    assertAllOpenWithTheNewKeyAlone();
    assertThat(rotation(box).rotate(resealed -> {}))
        .as("again, nothing is left to do")
        .isEqualTo(new Rotated(0, ALL, 0, 0, List.of()));
  }

  private void readAll(AtomicBoolean goesOn) {
    for (int i = 0; goesOn.get(); i = (i + 7) % ALL) {
      assertThat(secrets.get(name(i))).hasValue("secret " + i);
    }
  }

  private static void hold(Connection holder, String name) throws SQLException {
    try (PreparedStatement held =
        holder.prepareStatement("SELECT FROM stored_secrets WHERE name = ? FOR UPDATE")) {
      held.setString(1, name);
      held.execute();
    }
  }

  private static Process rotationProcess(String url) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            RotationProcess.class.getName(),
            url);
    builder.environment().put(RotationProcess.KEYSET, BOTH.json());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private boolean isBlocked() {
    return staging.queryForObject(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            + " AND wait_event_type = 'Lock' AND query LIKE 'UPDATE stored_secrets%')",
        Boolean.class);
  }

  @Test
  void who_reads_and_writes_meanwhile_loses_nothing() {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    AtomicInteger written = new AtomicInteger();
    StoredSecrets others = new StoredSecrets(databases, old); // not restarted yet
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              while (goesOn.get()) {
                int i = written.getAndIncrement() % 1_000 * 10;
                others.put(name(i), "changed " + i);
              }
            });
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; goesOn.get(); i = (i + 7) % ALL) {
                assertThat(secrets.get(name(i)).orElseThrow()).endsWith(" " + i);
              }
            });
    Rotated during = rotation(box).rotate(resealed -> {});
    goesOn.set(false);
    assertThatCode(writing::join).doesNotThrowAnyException();
    assertThatCode(reading::join).doesNotThrowAnyException();
    assertThat(during.unreadable()).isZero();
    Rotated after = rotation(box).rotate(resealed -> {});
    assertThat(after.isWhole()).isTrue();
    assertThat(after.current()).isEqualTo(ALL);
    for (int n = 0; n < Math.min(written.get(), 1_000); n++) {
      assertThat(new StoredSecrets(databases, alone).get(name(n * 10)))
          .as("what was written is not undone")
          .hasValue("changed " + n * 10);
    }
  }

  @Test
  void what_does_not_open_is_named_and_left_and_the_others_are_sealed_anew() {
    staging.update(
        "UPDATE stored_secrets s SET ciphertext = o.ciphertext FROM stored_secrets o"
            + " WHERE s.name = ? AND o.name = ?",
        name(17),
        name(18));
    Rotated rotated = rotation(box).rotate(resealed -> {});
    assertThat(rotated.isWhole()).isFalse();
    assertThat(rotated.unreadable()).isEqualTo(1);
    assertThat(rotated.named()).containsExactly(name(17));
    assertThat(rotated.current()).isEqualTo(ALL - 1);
    assertThatThrownBy(() -> secrets.get(name(17)))
        .as("a secret that does not open is not absent")
        .isInstanceOf(UnreadableSecret.class)
        .hasMessageContaining(name(17));
    assertThat(secrets.get("nobody's")).isEmpty();
  }

  @Test
  void a_keyset_that_opens_nothing_refuses_a_start_and_one_that_opens_something_does_not() {
    KeysetCheck foreign =
        new KeysetCheck(new SecretBox("a text of somewhere else, long enough"), columns);
    assertThatThrownBy(foreign::afterSingletonsInstantiated)
        .isInstanceOf(StartupRefused.class)
        .hasMessageContaining("SYNCLINE_KEYSET");
    new KeysetCheck(box, columns).afterSingletonsInstantiated();
    staging.update("DELETE FROM stored_secrets WHERE name <> ?", name(0));
    staging.update("INSERT INTO stored_secrets (name, ciphertext) VALUES ('x', '\\x00')");
    new KeysetCheck(box, columns).afterSingletonsInstantiated();
    staging.execute("TRUNCATE stored_secrets");
    foreign.afterSingletonsInstantiated();
  }

  private KeyRotation rotation(SecretBox with) {
    return new KeyRotation(with, columns);
  }

  private void assertAllOpenWithTheNewKeyAlone() {
    StoredSecrets withTheNewKey = new StoredSecrets(databases, alone);
    for (int i = 0; i < ALL; i += 7) {
      assertThat(withTheNewKey.get(name(i))).hasValue("secret " + i);
    }
  }

  private static String name(int number) {
    return "name-%05d".formatted(number);
  }
}
