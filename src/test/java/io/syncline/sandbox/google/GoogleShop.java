package io.syncline.sandbox.google;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.syncline.sandbox.Sandbox;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.RequestLedger;
import io.syncline.sandbox.engine.SandboxAdminController;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.support.SettableClock;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The simulated Google behind its controllers, with time in the hands of the test. */
final class GoogleShop {
  static final String SCOPE = "https://www.googleapis.com/auth/spreadsheets.readonly";
  static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String KEY_FILE = GoogleAccount.keyFile("http://localhost/token");
  private static final String SHEETS = "/sandbox/google/v4/spreadsheets/";

  final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
  final List<Duration> pauses = new ArrayList<>();
  final GoogleSheets sheets = new GoogleSheets(new SampleSheets(new Dice("syncline")));
  private final SandboxJson json = new SandboxJson();
  private final MockMvc mvc;

  GoogleShop() {
    FaultBoard faults = new FaultBoard();
    RequestLedger ledger = new RequestLedger();
    GoogleSimulator simulator =
        new GoogleSimulator(
            sheets,
            GoogleAccount.of(KEY_FILE),
            Sandbox.settings("syncline", 15, 300),
            faults,
            clock);
    mvc =
        MockMvcBuilders.standaloneSetup(
                new GoogleController(simulator, new CountedDoor(ledger, pauses::add)),
                new GoogleAdminController(sheets),
                new SandboxAdminController(ledger, faults))
            .build();
  }

  MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request).andReturn().getResponse();
  }

  JsonNode json(MockHttpServletResponse response) throws Exception {
    return json.read(Sandbox.text(response)).orElseThrow();
  }

  MockHttpServletResponse exchange(String grant, String assertion) throws Exception {
    String form = "grant_type=" + grant.replace(":", "%3A") + "&assertion=" + assertion;
    return send(
        post("/sandbox/google/token")
            .contentType("application/x-www-form-urlencoded")
            .content(form));
  }

  String token() throws Exception {
    return json(exchange(GRANT, assertion(it -> it))).path("access_token").asText();
  }

  /** What Google's library signs, with some of its claims changed. */
  String assertion(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
    Date now = Date.from(clock.instant());
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("syncline@sandbox.iam.gserviceaccount.com")
            .audience("https://oauth2.googleapis.com/token")
            .claim("scope", SCOPE)
            .issueTime(now)
            .expirationTime(Date.from(now.toInstant().plusSeconds(3_600)));
    return signed(KEY_FILE, change.apply(claims).build());
  }

  String signed(String keyFile, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
    jwt.sign(new RSASSASigner(secret(keyFile)));
    return jwt.serialize();
  }

  private PrivateKey secret(String keyFile) {
    String pem = json.read(keyFile).orElseThrow().path("private_key").asText();
    byte[] bytes = Base64.getDecoder().decode(pem.replaceAll("-----.*?-----|\\s", ""));
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  MockHttpServletRequestBuilder sheet(String id, String token) {
    return get(SHEETS + "{id}", id).header("Authorization", "Bearer " + token);
  }

  MockHttpServletRequestBuilder values(String id, String range, String token) {
    return get(SHEETS + "{id}/values/{range}", id, range)
        .header("Authorization", "Bearer " + token);
  }

  MockHttpServletRequestBuilder batch(String id, String token, String... ranges) {
    return get(SHEETS + "{id}/values:batchGet", id)
        .queryParam("ranges", ranges)
        .header("Authorization", "Bearer " + token);
  }

  /** The values of one range as the pipeline asks for them. */
  JsonNode unformatted(String id, String range) throws Exception {
    MockHttpServletResponse answer =
        send(
            batch(id, token(), range)
                .queryParam("valueRenderOption", "UNFORMATTED_VALUE")
                .queryParam("dateTimeRenderOption", "SERIAL_NUMBER"));
    return json(answer).at("/valueRanges/0");
  }
}
