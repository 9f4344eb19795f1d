package io.syncline.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class GoogleTokenTest {
  private final GoogleShop shop = new GoogleShop();

  @Test
  void a_signed_claim_is_exchanged_for_a_token_of_an_hour() throws Exception {
    JsonNode answer = shop.json(shop.exchange(GoogleShop.GRANT, shop.assertion(it -> it)));
    assertThat(answer.path("expires_in").asInt()).isEqualTo(3_599);
    assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(status(answer.path("access_token").asText())).isEqualTo(200);
  }

  @Test
  void an_unknown_and_an_old_token_are_refused() throws Exception {
    String token = shop.token();
    assertThat(status("ya29.unknown")).isEqualTo(401);
    shop.clock.advance(Duration.ofSeconds(3_599));
    MockHttpServletResponse refusal = shop.send(shop.sheet(SampleSheets.MASTER, token));
    assertThat(refusal.getStatus()).isEqualTo(401);
    assertThat(shop.json(refusal).at("/error/status").asText()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void another_key_grant_issuer_scope_or_life_is_refused() throws Exception {
    JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer("somebody").build();
    String foreign = shop.signed(GoogleAccount.keyFile(""), claims);
    assertThat(error(GoogleShop.GRANT, foreign)).isEqualTo("invalid_grant");
    assertThat(error(GoogleShop.GRANT, "no.jwt.text")).isEqualTo("invalid_grant");
    assertThat(error("client_credentials", shop.assertion(it -> it)))
        .isEqualTo("unsupported_grant_type");
    assertThat(error(GoogleShop.GRANT, shop.assertion(it -> it.issuer("somebody"))))
        .isEqualTo("invalid_grant");
    assertThat(error(GoogleShop.GRANT, shop.assertion(it -> it.claim("scope", "openid"))))
        .isEqualTo("invalid_scope");
    Date late = Date.from(shop.clock.instant().plusSeconds(7_200));
    assertThat(error(GoogleShop.GRANT, shop.assertion(it -> it.expirationTime(late))))
        .isEqualTo("invalid_grant");
    Date past = Date.from(shop.clock.instant().minusSeconds(1));
    assertThat(error(GoogleShop.GRANT, shop.assertion(it -> it.expirationTime(past))))
        .isEqualTo("invalid_grant");
  }

  @Test
  void the_audience_is_not_looked_at() throws Exception {
    String assertion = shop.assertion(it -> it.audience("https://oauth2.googleapis.com/token"));
    assertThat(shop.exchange(GoogleShop.GRANT, assertion).getStatus()).isEqualTo(200);
  }

  private int status(String token) throws Exception {
    return shop.send(shop.sheet(SampleSheets.MASTER, token)).getStatus();
  }

  private String error(String grant, String assertion) throws Exception {
    MockHttpServletResponse refusal = shop.exchange(grant, assertion);
    assertThat(refusal.getStatus()).isEqualTo(400);
    assertThat(shop.json(refusal).path("error_description").asText()).isNotEmpty();
    return shop.json(refusal).path("error").asText();
  }
}
