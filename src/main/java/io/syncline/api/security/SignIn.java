package io.syncline.api.security;

import io.syncline.core.secret.ConsoleUser;
import io.syncline.core.secret.ConsoleUsers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * The console's users: {@code admin}, and those of {@code SYNCLINE_USERS}. Whoever is offered, as
 * much is computed: where there are users one hash of bcrypt, be it of one of them or of nobody.
 */
final class SignIn implements AuthenticationProvider {
  private final Digest name = Digest.of(ConsoleUsers.ADMIN);
  private final Digest password;
  private final Map<String, ConsoleUser> users;
  private final Optional<ConsoleUser> nobody;

  SignIn(String password, List<ConsoleUser> users) {
    this.password = Digest.of(password);
    this.users = users.stream().collect(Collectors.toMap(ConsoleUser::name, user -> user));
    this.nobody = users.stream().findFirst();
  }

  @Override
  public Authentication authenticate(Authentication offered) {
    String secret = String.valueOf(offered.getCredentials());
    boolean known = name.matches(offered.getName());
    boolean right = password.matches(secret);
    Optional<ConsoleUser> user = Optional.ofNullable(users.get(offered.getName()));
    boolean opens =
        user.or(() -> nobody).map(it -> BCrypt.checkpw(secret, it.hash())).orElse(false);
    if (known && right) {
      return as(ConsoleUsers.ADMIN, ConsoleUser.Role.ADMIN);
    }
    if (user.isEmpty() || !opens) {
      throw new BadCredentialsException("wrong name or password");
    }
    return as(user.get().name(), user.get().role());
  }

  private static Authentication as(String name, ConsoleUser.Role role) {
    return UsernamePasswordAuthenticationToken.authenticated(
        name, null, AuthorityUtils.createAuthorityList("ROLE_" + role.word()));
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }
}
