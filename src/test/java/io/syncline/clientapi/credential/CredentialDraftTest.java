package io.syncline.clientapi.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A credential is checked whole before anything of it is kept or sent. */
class CredentialDraftTest {
  private static final String CLIENT = "8f14e45f-ceea-467f-a8d2-1c5a1d6c2b11";
  private static final List<String> PLATFORMS = List.of("amazon", "shopify", "third");
  private static final UUID ID = UUID.randomUUID();

  /** CR-01, CR-45. */
  @Test
  void a_shop_needs_its_domain_and_its_token() {
    CredentialDraft draft = added(shop("Berlin-Outlet.myshopify.com"));
    assertThat(draft.credential().account()).isEqualTo("berlin-outlet.myshopify.com");
    assertThat(draft.credential().authMode()).isEqualTo("static_token");
    assertThat(draft.credential().frequencyHours()).isEqualTo(24);
    assertThat(draft.credential().label()).isEqualTo("berlin-outlet.myshopify.com");
    assertThat(draft.secrets()).containsExactly(java.util.Map.entry("access_token", "canary"));
    assertThat(draft.toString() + draft.credential()).doesNotContain("canary");
  }

  @Test
  void a_seller_needs_a_region_its_marketplaces_and_a_refresh_token() {
    CredentialDraft draft = added(seller("eu", "\"A1F83G8C2ARO7P\",\"A1PA6795UKMFR9\""));
    assertThat(draft.credential().account()).isEqualTo("A1SELLER@eu");
    assertThat(draft.credential().authMode()).isEqualTo("lwa");
    assertThat(draft.credential().settings().path("marketplaces")).hasSize(2);
    assertRefused(seller("eu", "\"ATVPDKIKX0DER\""), "marketplaces");
    assertRefused(seller("eu", ""), "marketplaces");
    assertRefused(seller("mars", "\"ATVPDKIKX0DER\""), "region");
    assertRefused(seller("na", "\"ATVPDKIKX0DER\"").replace("Atzr|canary", ""), "refresh_token");
  }

  /** It would be read by the app of the environment, and a wrong half never be noticed. */
  @Test
  void an_app_of_its_own_comes_with_its_secret() {
    String seller = with(seller("na", "\"ATVPDKIKX0DER\""), "app_id", "\"amzn1.own\"");
    assertRefused(seller, "app_secret");
    Credential there = added(with(seller, "app_secret", "\"canary\"")).credential();
    assertThat(there.settings().path("app_id").asText()).isEqualTo("amzn1.own");
    Credential plain = added(seller("na", "\"ATVPDKIKX0DER\"")).credential();
    assertThatThrownBy(() -> CredentialDraft.changed(object("{\"app_id\":\"other\"}"), plain))
        .isInstanceOf(RequestRefused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.com",
        "evil.com/x.myshopify.com",
        "x.myshopify.com.evil.com",
        "x.myshopify.com@evil.com",
        "x.myshopify.com:8080",
        "http://x.myshopify.com",
        "https://evil.com#.myshopify.com",
        "-x.myshopify.com",
        "x y.myshopify.com",
        "x\\u0000.myshopify.com",
        "x\\u000d\\u000aHost: evil.com.myshopify.com",
        "169.254.169.254",
        "localhost",
        "{shop}.myshopify.com",
        "ｘ.myshopify.com",
        "../admin.myshopify.com",
        ""
      })
  void a_shop_that_is_none_is_refused_and_not_repeated(String hostile) {
    assertRefused(shop(hostile), "shop");
  }

  /** CR-14. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1-1-1-1-1",
        "8f14e45fceea467fa8d21c5a1d6c2b11",
        "8f14e45f-ceea-467f-a8d2-1c5a1d6c2b11\\\"; DROP TABLE client_data; --",
        "*",
        "",
        "😀"
      })
  void a_client_is_a_uuid(String hostile) {
    assertRefused(shop("one.myshopify.com").replace(CLIENT, hostile), "client_id");
  }

  @ParameterizedTest
  @CsvSource({
    "platform_type, '\"ebay\"'",
    "auth_mode, '\"lwa\"'",
    "sync_frequency_hours, 0",
    "sync_frequency_hours, 8761",
    "sync_frequency_hours, '\"24\"'",
    "sync_frequency_hours, 1.5",
    "label, '\"\\u0000\"'",
    "label, '\" \"'",
    "label, '\"two\\nlines\"'",
    "access_token, '\"\"'",
    "access_token, '\"with space\"'",
    "access_token, '\"line\\r\\nX-Evil: 1\"'",
    "access_token, '{\"a\": 1}'",
    "seller_id, '\"A1SELLER\"'",
    "unknown, true"
  })
  void what_cannot_be_so_is_refused_by_its_name(String member, String value) {
    assertRefused(with(shop("one.myshopify.com"), member, value), member);
  }

  @Test
  void a_label_may_be_any_line_that_people_read() {
    assertThat(
            added(with(shop("one.myshopify.com"), "label", "\"Größe 😀 <b>\""))
                .credential()
                .label())
        .isEqualTo("Größe 😀 <b>");
  }

  @Test
  void another_platform_names_its_account_itself() {
    CredentialDraft draft =
        added(
            "{\"client_id\":\"%s\",\"platform_type\":\"third\",\"account\":\"one\",\"access_token\":\"t\"}"
                .formatted(CLIENT));
    assertThat(draft.credential().account()).isEqualTo("one");
  }

  @Test
  void what_is_changed_keeps_the_rest_and_never_the_account() {
    Credential there = added(seller("na", "\"ATVPDKIKX0DER\"")).credential();
    CredentialDraft changed =
        CredentialDraft.changed(
            object("{\"label\":\"West\",\"refresh_token\":\"Atzr|next\"}"), there);
    assertThat(changed.credential().account()).isEqualTo("A1SELLER@na");
    assertThat(changed.credential().label()).isEqualTo("West");
    assertThat(changed.secrets()).containsEntry("refresh_token", "Atzr|next");
    assertThatThrownBy(() -> CredentialDraft.changed(object("{\"seller_id\":\"A2\"}"), there))
        .isInstanceOf(RequestRefused.class);
    assertThatThrownBy(
            () -> CredentialDraft.changed(object("{\"marketplaces\":[\"A1F83G8C2ARO7P\"]}"), there))
        .isInstanceOf(RequestRefused.class);
  }

  private static void assertRefused(String asked, String member) {
    assertThatThrownBy(() -> added(asked))
        .isInstanceOfSatisfying(
            RequestRefused.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(400);
              assertThat(refused.problem().more()).containsEntry("parameter", member);
              assertThat(refused.problem().detail()).doesNotContain("evil", "DROP", "canary");
            });
  }

  private static String with(String asked, String member, String value) {
    ObjectNode changed = object(asked);
    changed.set(member, object("{\"v\":" + value + "}").get("v"));
    return changed.toString();
  }

  private static CredentialDraft added(String asked) {
    return CredentialDraft.added(object(asked), ID, PLATFORMS);
  }

  private static String shop(String domain) {
    return """
        {"client_id":"%s","platform_type":"shopify","shop":"%s","access_token":"canary"}
        """
        .formatted(CLIENT, domain);
  }

  private static String seller(String region, String marketplaces) {
    return """
        {"client_id":"%s","platform_type":"amazon","seller_id":"A1SELLER","region":"%s",
         "marketplaces":[%s],"refresh_token":"Atzr|canary"}
        """
        .formatted(CLIENT, region, marketplaces);
  }

  private static ObjectNode object(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
