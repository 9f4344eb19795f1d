package io.syncline.api.security;

import io.syncline.core.secret.ConsoleUser.Role;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * Signs people in by what a provider's id token says of them: a name, and a role by one of its
 * claims. Who has none stays outside.
 */
final class OidcSignIn {
  private static final Logger LOG = LoggerFactory.getLogger(OidcSignIn.class);
  private static final String NO_ROLE = "no_role";

  /** No user of the console can be called so: it is a sign between the parts of their lines. */
  private static final String PREFIX = OidcProvider.ID + ":";

  private static final Pattern CODE = Pattern.compile("[^a-z0-9_]|(?<=^.{40}).*", Pattern.DOTALL);
  private static final int LONGEST_NAME = 200;

  private final OidcSettings settings;
  private final OidcProvider provider;
  private final AuthFailures failures;

  OidcSignIn(OidcSettings settings, OidcProvider provider, AuthFailures failures) {
    this.settings = settings;
    this.provider = provider;
    this.failures = failures;
  }

  /** Somebody whom the provider knows. */
  private static final class Person extends DefaultOidcUser {
    private final String name;

    private Person(Role role, OidcIdToken token, String name) {
      super(AuthorityUtils.createAuthorityList("ROLE_" + role.word()), token);
      this.name = name;
    }

    @Override
    public String getName() {
      return name;
    }
  }

  void on(OAuth2LoginConfigurer<HttpSecurity> login) {
    login
        .loginPage("/login")
        .clientRegistrationRepository(provider)
        .authorizedClientRepository(new HttpSessionOAuth2AuthorizedClientRepository())
        .authorizationEndpoint(it -> it.authorizationRequestRepository(new OidcBegun(provider)))
        .tokenEndpoint(it -> it.accessTokenResponseClient(provider.tokens()))
        .userInfoEndpoint(it -> it.oidcUserService(this::person))
        .failureHandler(this::refuse)
        .withObjectPostProcessor(
            new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
              @Override
              public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(OidcSignIn.this::refuse);
                return filter;
              }
            });
    login.withObjectPostProcessor(
        new ObjectPostProcessor<OidcAuthorizationCodeAuthenticationProvider>() {
          @Override
          public <O extends OidcAuthorizationCodeAuthenticationProvider> O postProcess(O reader) {
            reader.setJwtDecoderFactory(provider::decoder);
            return reader;
          }
        });
  }

  private OidcUser person(OidcUserRequest request) {
    OidcIdToken token = request.getIdToken();
    return new Person(
        role(token.getClaims()).orElseThrow(() -> new OAuth2AuthenticationException(NO_ROLE)),
        token,
        PREFIX + name(token));
  }

  private String name(OidcIdToken token) {
    return token.getClaims().get(settings.nameClaim()) instanceof String name
            && !name.isBlank()
            && name.length() <= LONGEST_NAME
        ? name
        : token.getSubject();
  }

  Optional<Role> role(Map<String, Object> claims) {
    Object claim = claim(claims, settings.roleClaim());
    Collection<?> values = claim instanceof Collection<?> some ? some : List.of(claim);
    if (settings.adminValues().stream().anyMatch(values::contains)) {
      return Optional.of(Role.ADMIN);
    }
    return settings.viewerValues().stream().anyMatch(values::contains)
        ? Optional.of(Role.VIEWER)
        : Optional.empty();
  }

  /** By its name, which may have points itself; else by its parts. */
  private static Object claim(Map<?, ?> claims, String name) {
    Object whole = claims.get(name);
    if (whole != null) {
      return whole;
    }
    int point = name.indexOf('.');
    return point > 0 && claims.get(name.substring(0, point)) instanceof Map<?, ?> part
        ? claim(part, name.substring(point + 1))
        : "";
  }

  /** By the login page, which says what is the matter. */
  private void refuse(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException, ServletException {
    String code = code(why);
    LOG.warn("sign-in by provider refused why={}", code);
    switch (code) {
      case NO_ROLE -> tell(request, response, 403, "role");
      case OidcProvider.AWAY -> tell(request, response, 503, "away");
      default -> {
        failures.count(request.getRemoteAddr());
        tell(request, response, 401, "answer");
      }
    }
  }

  private static void tell(
      HttpServletRequest request, HttpServletResponse response, int status, String fault)
      throws IOException, ServletException {
    response.setStatus(status);
    request.setAttribute("fault", fault);
    request.getRequestDispatcher("/login").forward(request, response);
  }

  /** It may be a caller's own words. */
  private static String code(@Nullable Throwable why) {
    if (why == null) {
      return "unknown";
    }
    return why instanceof OAuth2AuthenticationException it
        ? CODE.matcher(it.getError().getErrorCode()).replaceAll("?")
        : code(why.getCause());
  }
}
