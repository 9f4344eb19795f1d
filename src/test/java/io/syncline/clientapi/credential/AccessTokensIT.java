package io.syncline.clientapi.credential;

import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.UnreadableSecret;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.secret.RenewalTurns;
import io.syncline.core.secret.SecretBox;
import io.syncline.core.source.SourceClient;
import io.syncline.support.CoreTest;
import io.syncline.support.ScriptedServer;
import io.syncline.support.SettableClock;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Access tokens of credentials: renewed once, stored before they are used, refused in words. */
@CoreTest
class AccessTokensIT {
  private static final String PAIR =
      "{\"access_token\":\"%s\",\"expires_in\":3600,\"refresh_token\":\"%s\"}";

  @Autowired private Databases databases;
  @Autowired private SecretBox box;
  @Autowired private RenewalTurns turns;
  @Autowired private ObjectProvider<SourceClient> client;
  @Autowired private RunLedger ledger;
  @Autowired private SettableClock clock;

  private final ScriptedServer server = new ScriptedServer();
  private JdbcTemplate staging;
  private CredentialStore store;
  private AccessTokens tokens;
  private ActiveRun run;

  @BeforeEach
  void open() {
    staging = new JdbcTemplate(databases.staging().pool());
    store = new CredentialStore(databases, box);
    tokens = tokens("app", "app-secret");
    run = Runs.open(ledger);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AccessTokens tokens(String app, String secret) {
    String shop = server.url() + "/{shop}";
    URI lwa = URI.create(server.url() + "/auth/o2/token");
    URI vendor = URI.create("https://api.amazon.com/auth/o2/token");
    return new AccessTokens(
        store,
        box,
        List.of(
            new ShopifyGrant(client, shop, "https://{shop}", app, secret, clock),
            new LwaGrant(client, lwa, vendor, app, secret, clock)),
        turns,
        clock);
  }

  @Test
  void many_who_need_a_token_at_once_ask_for_one() {
    Credential credential = added("expiring_offline", Map.of("refresh_token", "first"));
    server.answers(json("200 OK", PAIR.formatted("access-1", "second")));
    AccessTokens elsewhere = tokens("app", "app-secret");
    ExecutorService workers = Executors.newFixedThreadPool(16);
    List<CompletableFuture<String>> asked =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> (i % 2 == 0 ? tokens : elsewhere).current(read(credential), run),
                        workers))
            .toList();
    assertThat(asked).extracting(CompletableFuture::join).containsOnly("access-1");
    workers.shutdown();
    assertThat(server.requests()).hasSize(1);
    assertThat(staging.queryForObject("SELECT count(*) FROM secret_turns", Long.class)).isZero();
  }

  @Test
  void who_waits_for_one_that_died_while_it_renewed_is_put_off_until_its_turn_ends() {
    Credential credential = added("expiring_offline", Map.of("refresh_token", "first"));
    Timestamp end =
        staging.queryForObject(
            "INSERT INTO secret_turns (owner, holder, ends_at)"
                + " VALUES (?, gen_random_uuid(), now() + interval '1 hour') RETURNING ends_at",
            Timestamp.class,
            credential.owner());
    server.answers(json("200 OK", PAIR.formatted("access-1", "second")));
    Postponed off = catchThrowableOfType(Postponed.class, () -> tokens.current(credential, run));
    assertThat(off.until()).isEqualTo(end.toInstant());
    assertThat(server.requests()).isEmpty();
    staging.update("UPDATE secret_turns SET ends_at = now()");
    assertThat(tokens.current(credential, run)).isEqualTo("access-1");
  }

  @Test
  void a_pair_is_stored_before_it_is_used_and_the_next_process_goes_on_with_it() {
    Credential credential = added("expiring_offline", Map.of("refresh_token", "first"));
    server.answers(
        json("200 OK", PAIR.formatted("access-1", "second")),
        json("200 OK", PAIR.formatted("access-2", "third")));
    assertThat(tokens.current(credential, run)).isEqualTo("access-1");
    assertThat(read(credential).secrets().find("refresh_token")).hasValue("second");
    assertThat(tokens.current(credential, run)).isEqualTo("access-1");
    assertThat(server.requests()).as("good for an hour").hasSize(1);
    clock.advance(Duration.ofMinutes(56));
    assertThat(tokens("app", "app-secret").current(read(credential), run)).isEqualTo("access-2");
    assertThat(server.requests().get(0)).contains("\"refresh_token\":\"first\"");
    assertThat(server.requests().get(1)).contains("\"refresh_token\":\"second\"");
  }

  @Test
  void a_token_that_was_refused_is_replaced_once_whoever_says_so() {
    Credential credential = added("client_credentials", Map.of());
    server.answers(
        json("200 OK", "{\"access_token\":\"access-1\",\"expires_in\":86399}"),
        json("200 OK", "{\"access_token\":\"access-2\",\"expires_in\":86399}"));
    String first = tokens.current(credential, run);
    assertThat(tokens.renewInsteadOf(credential, first, run)).isEqualTo("access-2");
    assertThat(tokens.renewInsteadOf(read(credential), first, run)).isEqualTo("access-2");
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(0))
        .contains("\"client_secret\":\"app-secret\"", "\"grant_type\":\"client_credentials\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"attacker.example", "one.myshopify.com.attacker.example", ""})
  void the_secret_of_our_app_goes_to_no_host_that_is_no_shop(String account) {
    Credential credential = added("client_credentials", Map.of());
    staging.update(
        "UPDATE client_api_credentials SET account = ? WHERE credential_id = ?",
        account,
        credential.id());
    server.answers(json("200 OK", PAIR.formatted("access-1", "second")));
    assertFails(tokens, read(credential), StopReason.AUTH_FAILED, "no domain of a shop");
    assertThat(server.requests()).isEmpty();
  }

  /** As SQL writes one: its secrets are the environment's. */
  @Test
  void a_row_without_secrets_keeps_the_token_that_it_got() {
    Credential credential = added("client_credentials", Map.of());
    staging.update(
        "UPDATE client_api_credentials SET secret = NULL WHERE credential_id = ?", credential.id());
    server.answers(json("200 OK", "{\"access_token\":\"access-1\",\"expires_in\":86399}"));
    assertThat(tokens.current(read(credential), run)).isEqualTo("access-1");
    assertThat(tokens.current(read(credential), run)).isEqualTo("access-1");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void secrets_that_were_given_anew_meanwhile_win() {
    Credential credential = added("expiring_offline", Map.of("refresh_token", "first"));
    server.answers(
        out -> {
          give(credential, "given anew");
          json("200 OK", PAIR.formatted("access-1", "second")).answer(out);
        },
        json("200 OK", PAIR.formatted("access-2", "third")));
    assertThat(tokens.current(credential, run)).isEqualTo("access-2");
    assertThat(server.requests().get(1)).contains("\"refresh_token\":\"given anew\"");
    assertThat(read(credential).secrets().find("refresh_token")).hasValue("third");
  }

  @Test
  void secrets_that_were_only_sealed_anew_meanwhile_take_the_pair() {
    Credential credential = added("expiring_offline", Map.of("refresh_token", "first"));
    server.answers(
        out -> {
          give(credential, "first");
          json("200 OK", PAIR.formatted("access-1", "second")).answer(out);
        });
    assertThat(tokens.current(credential, run)).isEqualTo("access-1");
    assertThat(server.requests()).hasSize(1);
    assertThat(read(credential).secrets().find("refresh_token")).hasValue("second");
  }

  @Test
  void what_changes_a_label_only_leaves_a_token_that_was_renewed_meanwhile() {
    Credential there = added("expiring_offline", Map.of("refresh_token", "first"));
    server.answers(json("200 OK", PAIR.formatted("access-1", "second")));
    CredentialDraft draft = changed(there, "label", "West");
    tokens.current(read(there), run);
    assertThat(store.change(there, draft)).isTrue();
    assertThat(read(there).label()).isEqualTo("West");
    assertThat(read(there).secrets().find("refresh_token")).hasValue("second");
    assertThat(tokens.current(read(there), run)).as("known until when").isEqualTo("access-1");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void a_secret_that_is_given_replaces_no_others_than_those_that_were_read() {
    Credential there = added("expiring_offline", Map.of("refresh_token", "first"));
    server.answers(json("200 OK", PAIR.formatted("access-1", "second")));
    CredentialDraft draft = changed(there, "app_secret", "own");
    tokens.current(read(there), run);
    assertThat(store.change(there, draft)).isFalse();
    Credential now = read(there);
    assertThat(store.change(now, changed(now, "app_secret", "own"))).isTrue();
    assertThat(read(there).secrets().find("refresh_token")).hasValue("second");
    assertThat(read(there).secrets().find("app_secret")).hasValue("own");
  }

  @Test
  void a_secret_of_its_own_app_that_does_not_open_has_to_be_given_again() {
    Credential there = added("client_credentials", Map.of("app_secret", "own"));
    staging.update(
        "UPDATE client_api_credentials SET secret = set_byte(secret, 20, get_byte(secret, 20) # 1)"
            + " WHERE credential_id = ?",
        there.id());
    Credential shut = read(there);
    assertThatThrownBy(() -> changed(shut, "label", "West"))
        .isInstanceOfSatisfying(
            RequestRefused.class,
            refused ->
                assertThat(refused.problem().more()).containsEntry("parameter", "app_secret"));
    assertThat(store.change(shut, changed(shut, "app_secret", "anew"))).isTrue();
    assertThat(read(there).secrets().find("app_secret")).hasValue("anew");
  }

  @Test
  void secrets_of_another_row_cost_that_credential_only_and_nothing_is_sent() {
    Credential one = added("expiring_offline", Map.of("refresh_token", "one's"));
    Credential other = added("expiring_offline", Map.of("refresh_token", "other's"));
    staging.update(
        "UPDATE client_api_credentials c SET secret = o.secret FROM client_api_credentials o"
            + " WHERE c.credential_id = ? AND o.credential_id = ?",
        one.id(),
        other.id());
    server.answers(json("200 OK", PAIR.formatted("access-1", "second")));
    assertThatThrownBy(() -> tokens.current(read(one), run))
        .isInstanceOf(UnreadableSecret.class)
        .hasMessageContaining(one.id().toString());
    assertThat(server.requests()).isEmpty();
    assertThat(tokens.current(read(other), run)).isEqualTo("access-1");
    staging.update(
        "UPDATE client_api_credentials SET secret = set_byte(secret, 20, get_byte(secret, 20) # 1)"
            + " WHERE credential_id = ?",
        other.id());
    assertThatThrownBy(() -> tokens.current(read(other), run)).isInstanceOf(UnreadableSecret.class);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400 Bad Request, app_not_installed, AUTH_FAILED, install the app",
    "400 Bad Request, shop_not_permitted, AUTH_FAILED, install the app",
    "401 Unauthorized, invalid_client, CONFIG_INVALID, SHOPIFY_CLIENT_SECRET",
    "402 Payment Required, '', AUTH_FAILED, frozen",
    "404 Not Found, '', AUTH_FAILED, check its domain",
    "423 Locked, '', AUTH_FAILED, locked"
  })
  void what_shopify_refuses_says_who_has_to_do_what(
      String status, String error, StopReason reason, String words) {
    Credential credential = added("client_credentials", Map.of());
    server.answers(json(status, "{\"error\":\"" + error + "\"}"));
    assertFails(tokens, credential, reason, words);
    assertThat(server.requests()).as("no second try").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400 Bad Request, invalid_grant, AUTH_FAILED, authorise the app again",
    "400 Bad Request, access_denied, AUTH_FAILED, authorise the app again",
    "401 Unauthorized, unauthorized_client, AUTH_FAILED, authorise the app again",
    "401 Unauthorized, invalid_client, CONFIG_INVALID, AMAZON_LWA_CLIENT_SECRET"
  })
  void what_amazon_refuses_says_who_has_to_do_what(
      String status, String error, StopReason reason, String words) {
    Credential credential = added("lwa", Map.of("refresh_token", "Atzr|one"));
    server.answers(json(status, "{\"error\":\"" + error + "\",\"error_description\":\"-\"}"));
    assertFails(tokens, credential, reason, words);
    assertThat(server.requests()).as("no second try").hasSize(1);
  }

  /** So that one notice tells of all. */
  @ParameterizedTest
  @ValueSource(strings = {"client_credentials", "lwa"})
  void what_we_have_to_mend_is_said_of_all_credentials_in_the_same_words(String mode) {
    server.answers(json("401 Unauthorized", "{\"error\":\"invalid_client\"}"));
    List<String> words = new ArrayList<>();
    for (String refresh : List.of("one", "other")) {
      Credential credential =
          added(mode, mode.equals("lwa") ? Map.of("refresh_token", refresh) : Map.of());
      words.add(
          catchThrowableOfType(TerminalFailure.class, () -> tokens.current(read(credential), run))
              .getMessage());
    }
    assertThat(words.get(0)).isEqualTo(words.get(1)).contains("CLIENT_SECRET");
  }

  /** Whoever stands before the host knows nothing of the credential. */
  @ParameterizedTest
  @CsvSource({
    "client_credentials, 400 Bad Request",
    "client_credentials, 401 Unauthorized",
    "client_credentials, 403 Forbidden",
    "lwa, 400 Bad Request",
    "lwa, 403 Forbidden",
    "lwa, 404 Not Found"
  })
  void a_page_at_the_token_s_host_refuses_no_credential(String mode, String status) {
    Map<String, String> secrets =
        mode.equals("lwa") ? Map.of("refresh_token", "Atzr|one") : Map.of();
    server.answers(json(status, "<!DOCTYPE html><title>Just a moment</title>"));
    assertFails(tokens, added(mode, secrets), StopReason.SOURCE_FAILED, "without an error");
  }

  @Test
  void what_passes_by_itself_is_tried_again() {
    Credential credential = added("lwa", Map.of("refresh_token", "Atzr|one"));
    server.answers(
        json("400 Bad Request", "{\"error\":\"temporarily_unavailable\"}"),
        json("200 OK", "{\"access_token\":\"Atza|1\",\"expires_in\":3600}"));
    assertThat(tokens.current(credential, run)).isEqualTo("Atza|1");
    assertThat(server.requests().get(1)).contains("refresh_token=Atzr%7Cone");
    assertThat(read(credential).secrets().find("refresh_token")).hasValue("Atzr|one");
  }

  @Test
  void an_app_of_its_own_is_its_owners_to_mend() {
    Credential credential = added("lwa", Map.of("refresh_token", "r", "app_secret", "own"));
    server.answers(json("401 Unauthorized", "{\"error\":\"invalid_client\"}"));
    assertFails(tokens("", ""), credential, StopReason.AUTH_FAILED, "app id");
    assertThat(server.requests().get(0)).contains("client_id=own-app", "client_secret=own");
  }

  @Test
  void without_an_app_the_variables_are_named_and_nothing_is_sent() {
    Credential credential = added("lwa", Map.of("refresh_token", "r"));
    server.answers(json("200 OK", "{}"));
    assertFails(
        tokens("", ""),
        credential,
        StopReason.CONFIG_INVALID,
        "AMAZON_LWA_CLIENT_ID and AMAZON_LWA_CLIENT_SECRET");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void a_token_that_does_not_end_is_used_as_it_is_and_refused_in_words() {
    Credential credential = added("static_token", Map.of("access_token", "shpat_static"));
    server.answers(json("200 OK", "{}"));
    assertThat(tokens.current(credential, run)).isEqualTo("shpat_static");
    assertThatThrownBy(() -> tokens.renewInsteadOf(credential, "shpat_static", run))
        .hasMessageContaining("make another one")
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.AUTH_FAILED);
    assertThat(server.requests()).isEmpty();
  }

  private void assertFails(
      AccessTokens with, Credential credential, StopReason reason, String words) {
    assertThatThrownBy(() -> with.current(credential, run))
        .hasMessageContaining(words)
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(reason);
  }

  /** As somebody does who changes the credential. */
  private void give(Credential credential, String refresh) {
    Credential there = read(credential);
    assertThat(
            store.change(there, new CredentialDraft(there, Map.of("refresh_token", refresh), true)))
        .isTrue();
  }

  private static CredentialDraft changed(Credential there, String member, String value) {
    return CredentialDraft.changed(JsonNodeFactory.instance.objectNode().put(member, value), there);
  }

  private Credential read(Credential credential) {
    return store.find(credential.id()).orElseThrow();
  }

  private Credential added(String mode, Map<String, String> secrets) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    if (secrets.containsKey("app_secret")) {
      settings.put("app_id", "own-app");
    }
    Credential fresh =
        new Credential(
            UUID.randomUUID(),
            UUID.randomUUID(),
            mode.equals("lwa") ? "amazon" : "shopify",
            "label",
            mode,
            mode.equals("lwa") ? "A1SELLER@na" : "one.myshopify.com",
            settings,
            24,
            name -> java.util.Optional.empty());
    assertThat(store.add(fresh, secrets)).isTrue();
    return read(fresh);
  }
}
