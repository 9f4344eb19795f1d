package io.syncline.api.security;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Which tokens are believed (security#tokens): HS256 by our secret and nothing a token's header
 * says about keys; {@code exp} required, at most 24 hours ahead, 30 s leeway; not issued in the
 * future; a subject; a role of ours; issuer and audience when configured.
 */
final class JwtRules {
  private static final Duration LEEWAY = Duration.ofSeconds(30);
  private static final Duration LIFETIME = Duration.ofHours(24);
  private static final Set<String> ROLES = Set.of("admin", "viewer");
  private static final Set<String> KEY_HEADERS =
      Set.of("jwk", "jku", "kid", "x5u", "x5c", "x5t", "x5t#S256", "crit");

  private static final MappedJwtClaimSetConverter DEFAULTS =
      MappedJwtClaimSetConverter.withDefaults(Map.of());

  private final Clock clock;

  private JwtRules(Clock clock) {
    this.clock = clock;
  }

  static JwtDecoder decoder(String secret, JwtSettings settings, Clock clock) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withSecretKey(
                new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))
            .macAlgorithm(MacAlgorithm.HS256)
            .build();
    decoder.setClaimSetConverter(JwtRules::claims);
    decoder.setJwtValidator(new JwtRules(clock).validator(settings));
    return decoder;
  }

  /**
   * As they are told: Spring makes up a time of issue where there is none, a second before the end.
   */
  private static Map<String, Object> claims(Map<String, Object> told) {
    Map<String, Object> claims = new HashMap<>(DEFAULTS.convert(told));
    if (told.get(JwtClaimNames.IAT) == null) {
      claims.remove(JwtClaimNames.IAT);
    }
    return claims;
  }

  static AbstractAuthenticationToken caller(Jwt jwt) {
    return new JwtAuthenticationToken(
        jwt, AuthorityUtils.createAuthorityList("ROLE_" + jwt.getClaimAsString("role")));
  }

  private OAuth2TokenValidator<Jwt> validator(JwtSettings settings) {
    JwtTimestampValidator times = new JwtTimestampValidator(LEEWAY);
    times.setClock(clock);
    List<OAuth2TokenValidator<Jwt>> rules = new ArrayList<>();
    rules.add(times);
    rules.add(
        rule(
            "names a key",
            jwt -> jwt.getHeaders().keySet().stream().noneMatch(KEY_HEADERS::contains)));
    rules.add(rule("lives too long or for ever", this::isShortLived));
    rules.add(rule("is from the future", this::isIssued));
    rules.add(
        rule("has no subject", jwt -> jwt.getSubject() != null && !jwt.getSubject().isBlank()));
    rules.add(
        rule(
            "has no known role",
            jwt -> jwt.getClaim("role") instanceof String role && ROLES.contains(role)));
    addConfigured(rules, settings);
    return new DelegatingOAuth2TokenValidator<>(rules);
  }

  private static void addConfigured(List<OAuth2TokenValidator<Jwt>> rules, JwtSettings settings) {
    settings
        .issuer()
        .ifPresent(
            it ->
                rules.add(
                    new JwtClaimValidator<Object>(
                        "iss", value -> value != null && it.equals(value.toString()))));
    settings
        .audience()
        .ifPresent(
            it ->
                rules.add(
                    rule(
                        "is for others",
                        jwt -> jwt.getAudience() != null && jwt.getAudience().contains(it))));
  }

  private boolean isShortLived(Jwt jwt) {
    Instant expiry = jwt.getExpiresAt();
    if (expiry == null || expiry.isAfter(clock.instant().plus(LIFETIME).plus(LEEWAY))) {
      return false;
    }
    Instant issued = jwt.getIssuedAt();
    return issued == null || !expiry.isAfter(issued.plus(LIFETIME));
  }

  private boolean isIssued(Jwt jwt) {
    Instant issued = jwt.getIssuedAt();
    return issued == null || !issued.isAfter(clock.instant().plus(LEEWAY));
  }

  private static OAuth2TokenValidator<Jwt> rule(String fault, Predicate<Jwt> holds) {
    OAuth2Error error = new OAuth2Error("invalid_token", "The token " + fault, null);
    return jwt ->
        holds.test(jwt)
            ? OAuth2TokenValidatorResult.success()
            : OAuth2TokenValidatorResult.failure(error);
  }
}
