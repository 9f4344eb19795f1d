package io.syncline.clientapi.credential;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.util.Map;

/**
 * What identifies our app at a platform: of the credential itself, else of the environment.
 *
 * @param isOwn whether its owner gave it, and has to mend it
 */
record AppKeys(String id, String secret, boolean isOwn, String variables) {

  /** Those of the environment, with the variables that set them. */
  record Configured(String id, String secret, String variables) {

    @Override
    public String toString() {
      return variables;
    }
  }

  /**
   * What a credential identifies itself by.
   *
   * @throws TerminalFailure when there is neither; names the variables
   */
  static AppKeys of(Credential credential, Map<String, String> secrets, Configured configured) {
    String id = credential.settings().path("app_id").asText("");
    String secret = secrets.getOrDefault(Credential.APP_SECRET, "");
    if (!id.isEmpty() && !secret.isEmpty()) {
      return new AppKeys(id, secret, true, configured.variables());
    }
    if (configured.id().isBlank() || configured.secret().isBlank()) {
      throw TerminalFailure.stopped(
          StopReason.CONFIG_INVALID,
          "set "
              + configured.variables()
              + ", or give the credential an app of its own (--app-id, --app-secret)");
    }
    return new AppKeys(configured.id(), configured.secret(), false, configured.variables());
  }

  /** The platform does not know our app. */
  TerminalFailure unknown(String platform, String how) {
    return isOwn
        ? TerminalFailure.stopped(
            StopReason.AUTH_FAILED,
            platform
                + " does not accept the app of this credential ("
                + how
                + "); update both"
                + " its app id and its app secret")
        : TerminalFailure.stopped(
            StopReason.CONFIG_INVALID,
            platform + " does not accept our app (" + how + "); check " + variables);
  }

  @Override
  public String toString() {
    return isOwn ? "an app of its own" : variables;
  }
}
