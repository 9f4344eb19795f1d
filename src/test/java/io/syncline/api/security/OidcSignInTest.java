package io.syncline.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.secret.ConsoleUser.Role;
import io.syncline.support.SettableClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OidcSignInTest {
  private final SettableClock clock = new SettableClock();

  @Test
  void a_point_leads_into_a_part_of_the_token() {
    Map<String, Object> claims = Map.of("realm_access", Map.of("roles", List.of("staff", "ops")));
    assertThat(role("realm_access.roles", claims)).contains(Role.VIEWER);
    assertThat(role("realm_access", claims)).isEmpty();
    assertThat(role("realm_access.roles.more", claims)).isEmpty();
    assertThat(role("https://example.com/roles", Map.of("https://example.com/roles", "boss")))
        .contains(Role.ADMIN);
  }

  @Test
  void who_has_both_roles_is_admin() {
    assertThat(role("groups", Map.of("groups", List.of("staff", "boss")))).contains(Role.ADMIN);
  }

  @Test
  void an_empty_value_is_nobodys_role() {
    assertThat(role("roles", Map.of())).isEmpty();
    assertThat(role("roles", Map.of("roles", ""))).isEmpty();
    assertThat(role("roles", Map.of("roles", List.of("")))).isEmpty();
  }

  private Optional<Role> role(String claim, Map<String, Object> claims) {
    OidcSettings settings =
        new OidcSettings(
            "https://login.example.com",
            "syncline",
            "canary",
            "",
            Set.of("openid"),
            "email",
            claim,
            List.of("boss", ""),
            List.of("", "staff"));
    assertThat(settings.toString()).doesNotContain("canary");
    return new OidcSignIn(settings, new OidcProvider(settings, clock), new AuthFailures(clock))
        .role(claims);
  }
}
