package io.syncline.core.startup;

import io.syncline.core.error.StartupProblem;
import io.syncline.core.error.StartupRefused;
import io.syncline.core.secret.ConsoleUsers;
import io.syncline.core.secret.SecretBox;
import io.syncline.core.secret.SecretsFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/** Which secrets there must be and how long they are at least. */
enum SecretRules {
  CRON_SECRET("cron-secret", 32),
  SYNC_API_KEY("sync-api-key", 32),
  JWT_SECRET("jwt-secret", 32),
  SYNCLINE_KEYSET("keyset", 32),
  SYNCLINE_ADMIN_PASSWORD("admin-password", 12);

  private final String property;
  private final int least;

  SecretRules(String property, int least) {
    this.property = "syncline.secrets." + property;
    this.least = least;
  }

  /** Too short ones always, missing ones only where none may be generated. */
  static List<StartupProblem> problems(PropertyResolver properties, boolean mayGenerate) {
    List<StartupProblem> problems = new ArrayList<>();
    for (SecretRules secret : values()) {
      if (!secret.isSet(properties)) {
        if (!mayGenerate) {
          problems.add(secret.problem(" is not set."));
        }
      } else if (secret.length(properties) < secret.least) {
        problems.add(secret.problem(" is too short."));
      }
    }
    keysetFault(properties).ifPresent(problems::add);
    problems.addAll(userFaults(properties));
    return problems;
  }

  private static List<StartupProblem> userFaults(PropertyResolver properties) {
    try {
      ConsoleUsers.of(properties.getProperty("syncline.secrets.users", ""));
      return List.of();
    } catch (StartupRefused refused) {
      return refused.problems();
    }
  }

  private static Optional<StartupProblem> keysetFault(PropertyResolver properties) {
    return Optional.ofNullable(properties.getProperty(SYNCLINE_KEYSET.property))
        .flatMap(SecretBox::fault)
        .map(
            fault ->
                new StartupProblem(
                    SYNCLINE_KEYSET + " " + fault + ".",
                    "Set SYNCLINE_KEYSET to a keyset of AES256_GCM keys as 'credentials rotate-keys"
                        + " --add-key' writes it, or to a text that is no JSON."));
  }

  /** The names nothing is configured for. */
  static List<String> missing(PropertyResolver properties) {
    return Arrays.stream(values())
        .filter(secret -> !secret.isSet(properties))
        .map(Enum::name)
        .toList();
  }

  /** The properties of the missing secrets, with the values of the file. */
  static Map<String, Object> derived(PropertyResolver properties, SecretsFile file) {
    Map<String, Object> derived = new LinkedHashMap<>();
    Map<String, String> generated = file.read();
    for (String name : missing(properties)) {
      if (generated.containsKey(name)) {
        derived.put(valueOf(name).property, generated.get(name));
      }
    }
    return derived;
  }

  private boolean isSet(PropertyResolver properties) {
    return StringUtils.hasText(properties.getProperty(property));
  }

  private int length(PropertyResolver properties) {
    return properties.getProperty(property, "").getBytes(StandardCharsets.UTF_8).length;
  }

  private StartupProblem problem(String fault) {
    return new StartupProblem(
        name() + fault,
        "Set "
            + name()
            + " to at least "
            + least
            + " bytes, for example the output of"
            + " 'openssl rand -base64 32'.");
  }
}
