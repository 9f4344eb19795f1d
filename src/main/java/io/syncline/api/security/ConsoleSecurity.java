package io.syncline.api.security;

import io.syncline.api.Problems;
import io.syncline.core.secret.ConsoleUsers;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.savedrequest.CookieRequestCache;

/** The chains for people: a session after the login page, CSRF tokens, strict headers. */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {
  private static final String CONTENT =
      "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self';"
          + " frame-ancestors 'none'";
  private static final String[] OPEN = {
    "/login",
    "/console.css",
    "/console.js",
    "/favicon.svg",
    "/icons/**",
    "/webjars/htmx.org/**",
    "/webjars/htmx-ext-sse/**",
    "/webjars/uplot/**"
  };

  private final SignIn signIn;
  private final SessionLimits limits;
  private final Refusals refusals;
  private final AuthFailures failures;
  private final AuthFailureFilter failureFilter;

  ConsoleSecurity(
      WebSecrets secrets,
      @Value("${syncline.secrets.users:}") String users,
      SessionLimits limits,
      Refusals refusals,
      AuthFailures failures,
      Problems problems) {
    this.limits = limits;
    this.signIn = new SignIn(secrets.adminPassword(), ConsoleUsers.of(users));
    this.refusals = refusals;
    this.failures = failures;
    this.failureFilter = new AuthFailureFilter(failures, problems);
  }

  /**
   * Hawtio sends its token as a header it reads from a cookie, and brings its own content policy.
   */
  @Bean
  @Order(6)
  SecurityFilterChain actuatorChain(HttpSecurity http) throws Exception {
    CookieCsrfTokenRepository cookie = CookieCsrfTokenRepository.withHttpOnlyFalse();
    cookie.setCookiePath("/actuator");
    CsrfTokenRequestAttributeHandler eager = new CsrfTokenRequestAttributeHandler();
    eager.setCsrfRequestAttributeName(null);
    return people(http.securityMatcher("/actuator/**"))
        .csrf(it -> it.csrfTokenRepository(cookie).csrfTokenRequestHandler(eager))
        .headers(it -> it.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny))
        .addFilterBefore(new SameOriginFilter(refusals), LogoutFilter.class)
        .authorizeHttpRequests(it -> it.anyRequest().hasRole("admin"))
        .build();
  }

  @Bean
  @Order(7)
  SecurityFilterChain consoleChain(HttpSecurity http, OidcSettings oidc, Clock clock)
      throws Exception {
    if (oidc.isOn()) {
      http.oauth2Login(new OidcSignIn(oidc, new OidcProvider(oidc, clock), failures)::on);
    }
    return people(http)
        .headers(ConsoleSecurity::strictHeaders)
        .authenticationProvider(signIn)
        .csrf(it -> it.csrfTokenRepository(new FormTokens()))
        .sessionManagement(it -> it.sessionAuthenticationStrategy(signedIn()))
        .addFilterBefore(failureFilter, LogoutFilter.class)
        .formLogin(
            it ->
                it.loginPage("/login")
                    .failureHandler(
                        (request, response, why) -> {
                          failures.count(request.getRemoteAddr());
                          response.sendRedirect("/login?error");
                        }))
        .logout(it -> it.logoutSuccessUrl("/login?out"))
        .authorizeHttpRequests(ConsoleSecurity::pages)
        .build();
  }

  /** What an earlier caller of the address knew of the session is worth nothing any more. */
  private SessionAuthenticationStrategy signedIn() {
    return new CompositeSessionAuthenticationStrategy(
        List.of(new ChangeSessionIdAuthenticationStrategy(), limits::begin));
  }

  private static void pages(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests
        .requestMatchers(HttpMethod.GET, OPEN)
        .permitAll()
        .requestMatchers(HttpMethod.HEAD, OPEN)
        .permitAll()
        .requestMatchers(HttpMethod.GET, Paths.PAGES)
        .hasAnyRole("viewer", "admin")
        .requestMatchers(HttpMethod.HEAD, Paths.PAGES)
        .hasAnyRole("viewer", "admin")
        .requestMatchers(HttpMethod.POST, Paths.PAGES)
        .hasRole("admin")
        .anyRequest()
        .denyAll();
  }

  static void strictHeaders(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(it -> it.policyDirectives(CONTENT))
        .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny);
  }

  /** A response that is continued or an error page was let in when its request was. */
  static void laterDispatches(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR).permitAll();
  }

  private HttpSecurity people(HttpSecurity http) throws Exception {
    CookieRequestCache pages = new CookieRequestCache();
    pages.setCookieCustomizer(it -> it.setAttribute("SameSite", "Lax"));
    pages.setRequestMatcher(
        request -> Paths.isPage(request) && request.getHeader("HX-Request") == null);
    return http.requestCache(it -> it.requestCache(pages))
        .addFilterBefore(this::limited, SecurityContextHolderFilter.class)
        .exceptionHandling(
            it -> it.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .authorizeHttpRequests(ConsoleSecurity::laterDispatches);
  }

  private void limited(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    limits.look((HttpServletRequest) request);
    chain.doFilter(request, response);
  }
}
