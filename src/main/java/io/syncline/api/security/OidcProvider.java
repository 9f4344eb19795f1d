package io.syncline.api.security;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistration.ClientSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/**
 * The provider as it describes itself. It is asked when somebody first comes, so that the service
 * starts without it, and by one thread at a time, so that one that is silent holds no more. Threads
 * may share it.
 */
final class OidcProvider implements ClientRegistrationRepository {
  private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);

  /** What the provider is called in paths. */
  static final String ID = "oidc";

  /** The error of who comes while the provider cannot be asked. */
  static final String AWAY = "provider_away";

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Between two tries to reach one that is away, however many come. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final String BASIC = ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue();
  private static final ParameterizedTypeReference<Map<String, Object>> MEMBERS =
      new ParameterizedTypeReference<>() {};

  private final OidcSettings settings;
  private final Clock clock;
  private final ClientHttpRequestFactory calls = calls();
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Optional<ClientRegistration> known = Optional.empty();
  private volatile Instant next = Instant.MIN;

  OidcProvider(OidcSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  private static ClientHttpRequestFactory calls() {
    JdkClientHttpRequestFactory calls =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
    calls.setReadTimeout(ANSWER);
    return calls;
  }

  @Override
  public @Nullable ClientRegistration findByRegistrationId(String id) {
    return id.equals(ID) ? known.orElseGet(this::asked) : null;
  }

  /** Exchanges the code that somebody came back with for an id token. */
  OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens() {
    RestClientAuthorizationCodeTokenResponseClient tokens =
        new RestClientAuthorizationCodeTokenResponseClient();
    tokens.setRestClient(
        RestClient.builder()
            .requestFactory(calls)
            .messageConverters(
                those -> {
                  those.clear();
                  those.add(new FormHttpMessageConverter());
                  those.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    return tokens;
  }

  /** Reads id tokens that the provider signed for this service and that are not over. */
  JwtDecoder decoder(ClientRegistration registration) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSetUri(registration.getProviderDetails().getJwkSetUri())
            .jwsAlgorithms(all -> all.addAll(List.of(SignatureAlgorithm.values())))
            .restOperations(new RestTemplate(calls))
            .build();
    JwtTimestampValidator times = new JwtTimestampValidator();
    times.setClock(clock);
    OidcIdTokenValidator rules = new OidcIdTokenValidator(registration);
    rules.setClock(clock);
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, rules));
    decoder.setClaimSetConverter(
        new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
    return decoder;
  }

  private ClientRegistration asked() {
    if (clock.instant().isBefore(next) || !asking.tryLock()) {
      throw new OAuth2AuthenticationException(AWAY);
    }
    try {
      ClientRegistration found = registration(description());
      known = Optional.of(found);
      return found;
    } catch (RestClientException | IllegalArgumentException e) {
      next = clock.instant().plus(PAUSE);
      LOG.warn(
          "provider of sign-ins cannot be used issuer={}: {}", settings.issuer(), e.toString());
      throw new OAuth2AuthenticationException(AWAY);
    } finally {
      asking.unlock();
    }
  }

  private Map<String, Object> description() {
    String issuer = settings.issuer();
    Map<String, Object> told =
        RestClient.create(new RestTemplate(calls))
            .get()
            .uri(
                (issuer.endsWith("/") ? issuer : issuer + "/") + ".well-known/openid-configuration")
            .retrieve()
            .body(MEMBERS);
    if (told == null || !issuer.equals(told.get("issuer"))) {
      throw new IllegalArgumentException("it calls itself otherwise than OIDC_ISSUER does");
    }
    return told;
  }

  private ClientRegistration registration(Map<String, Object> told) {
    return ClientRegistration.withRegistrationId(ID)
        .issuerUri(settings.issuer())
        .authorizationUri(text(told, "authorization_endpoint"))
        .tokenUri(text(told, "token_endpoint"))
        .jwkSetUri(text(told, "jwks_uri"))
        .clientId(settings.clientId())
        .clientSecret(settings.clientSecret())
        .clientAuthenticationMethod(
            told.getOrDefault("token_endpoint_auth_methods_supported", List.of(BASIC))
                        instanceof Collection<?> methods
                    && methods.contains(BASIC)
                ? ClientAuthenticationMethod.CLIENT_SECRET_BASIC
                : ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .clientSettings(ClientSettings.builder().requireProofKey(true).build())
        .scope(settings.scopes())
        .redirectUri(
            (settings.publicUrl().isBlank() ? "{baseUrl}" : settings.publicUrl())
                + "/login/oauth2/code/{registrationId}")
        .build();
  }

  private static String text(Map<String, Object> told, String name) {
    if (told.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("it does not tell its " + name);
  }
}
