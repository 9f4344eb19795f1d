package io.syncline.clientapi.platform;

import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Hint.RecordId;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.secret.SignedCall;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a platform calls us when something has changed: a bean for each platform that does. What it
 * says is a hint; the truth is what it answers when it is asked.
 */
public interface Hooks {

  /** The platform's word. */
  String platform();

  /** What a call says; empty unless it is signed and of this very account. */
  Optional<Hint> heard(Credential credential, SignedCall call);

  /** Whether the platform has no such record any more, as it says now. */
  boolean isGone(Credential credential, RecordId record, ActiveRun run);

  /**
   * Which topics there are calls for.
   *
   * @param refused topics that the platform refuses, with its words
   * @param changed how many are other than before
   */
  record Topics(List<String> on, Map<String, String> refused, int changed) {}

  /** Has the platform call an address, once for each topic, however often this is asked for. */
  Topics on(Credential credential, URI address, ActiveRun run);

  /** Has it call that address no more; other addresses are other people's. */
  Topics off(Credential credential, URI address, ActiveRun run);
}
