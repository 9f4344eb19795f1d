package io.syncline.clientapi.credential;

import static io.syncline.clientapi.credential.Credential.ACCESS_TOKEN;
import static io.syncline.clientapi.credential.Credential.APP_SECRET;
import static io.syncline.clientapi.credential.Credential.REFRESH_TOKEN;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.UnreadableSecret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The secrets of a credential that somebody gives; a refusal names one and never shows it. */
final class GivenSecrets {
  private static final int LONGEST_SECRET = 4_000;

  private GivenSecrets() {}

  /** Whether others are to be stored than those that are there: one is given, or got otherwise. */
  static boolean areTouched(Texts texts) {
    return texts.has(ACCESS_TOKEN) || isGotOtherwise(texts);
  }

  private static boolean isGotOtherwise(Texts texts) {
    return texts.has(REFRESH_TOKEN)
        || texts.has(APP_SECRET)
        || texts.has(CredentialDraft.APP)
        || texts.has(CredentialDraft.MODE);
  }

  /**
   * What stays of the secrets that are there; none of one whose secrets do not open.
   *
   * @throws RequestRefused when these do not open and the secret of its own app is not given again
   */
  static Map<String, String> kept(Credential there, Texts texts, String mode, boolean hasOwnApp) {
    Map<String, String> kept = new HashMap<>();
    try {
      for (String name : List.of(ACCESS_TOKEN, REFRESH_TOKEN, APP_SECRET)) {
        there.secrets().find(name).ifPresent(secret -> kept.put(name, secret));
      }
    } catch (UnreadableSecret e) {
      if (hasOwnApp && !mode.equals(PlatformRules.STATIC_TOKEN) && !texts.has(APP_SECRET)) {
        throw RequestRefused.invalid(
            APP_SECRET, "must be given again: what is stored does not open", List.of());
      }
      return Map.of();
    }
    if (isGotOtherwise(texts) && !mode.equals(PlatformRules.STATIC_TOKEN)) {
      kept.remove(ACCESS_TOKEN); // it was got with the ones before
    }
    return kept;
  }

  static Map<String, String> of(Texts texts, Map<String, String> before) {
    Map<String, String> secrets = new HashMap<>(before);
    for (String name : List.of(ACCESS_TOKEN, REFRESH_TOKEN, APP_SECRET)) {
      texts
          .given(name)
          .ifPresent(
              secret -> {
                boolean sound =
                    !secret.isEmpty()
                        && secret.length() <= LONGEST_SECRET
                        && secret.chars().allMatch(sign -> sign > ' ' && sign < 127);
                if (!sound) {
                  throw RequestRefused.invalid(
                      name,
                      "must have 1 to " + LONGEST_SECRET + " letters, digits and signs",
                      List.of());
                }
                secrets.put(name, secret);
              });
    }
    return secrets;
  }

  /**
   * An app that is not the credential's own is the environment's; a secret without an id checks
   * hints alone.
   */
  static void require(String mode, boolean hasOwnApp, Map<String, String> secrets) {
    if (hasOwnApp && !mode.equals(PlatformRules.STATIC_TOKEN) && !secrets.containsKey(APP_SECRET)) {
      throw RequestRefused.invalid(
          APP_SECRET, "must be given with " + CredentialDraft.APP, List.of());
    }
    String needed =
        switch (mode) {
          case PlatformRules.STATIC_TOKEN -> ACCESS_TOKEN;
          case PlatformRules.EXPIRING_OFFLINE, PlatformRules.LWA -> REFRESH_TOKEN;
          default -> "";
        };
    if (!needed.isEmpty() && !secrets.containsKey(needed)) {
      throw RequestRefused.invalid(needed, "must be given for " + mode, List.of());
    }
  }
}
