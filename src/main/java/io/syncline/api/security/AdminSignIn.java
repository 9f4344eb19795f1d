package io.syncline.api.security;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

/** The console's one user, {@code admin}. */
final class AdminSignIn implements AuthenticationProvider {
  private final Digest name = Digest.of("admin");
  private final Digest password;

  AdminSignIn(String password) {
    this.password = Digest.of(password);
  }

  @Override
  public Authentication authenticate(Authentication offered) {
    boolean known = name.matches(offered.getName());
    boolean right = password.matches(String.valueOf(offered.getCredentials()));
    if (!(known && right)) {
      throw new BadCredentialsException("wrong name or password");
    }
    return UsernamePasswordAuthenticationToken.authenticated(
        "admin", null, AuthorityUtils.createAuthorityList("ROLE_admin"));
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }
}
