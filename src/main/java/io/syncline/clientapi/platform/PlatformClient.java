package io.syncline.clientapi.platform;

import io.syncline.clientapi.credential.Credential;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import java.util.List;

/**
 * Reads a platform for one credential at a time: a bean per platform, found by its word.
 *
 * <ol>
 *   <li>All that it must remember between two calls is in the {@link Position} that it answers. A
 *       kill, a wait or a failure anywhere means that it is asked again with the last one stored.
 *   <li>What its owner has to mend (a revoked token, another account, a frozen shop) is a {@link
 *       TerminalFailure} for {@link StopReason#AUTH_FAILED} which says what to do; what we have to
 *       mend (our app's id or secret) is one for {@link StopReason#CONFIG_INVALID}.
 * </ol>
 */
public interface PlatformClient {

  /** The platform's word, as it stands in {@code platform_type}. */
  String platform();

  /** The types of data that it has, in the order in which they are read. */
  List<String> types();

  /** Asks who we are there and what we may read, before anything is read. */
  Connection test(Credential credential, ActiveRun run);

  /** The next page of a reading, from where the one before it ended. */
  Fetched next(Credential credential, Reading reading, Position from, ActiveRun run);
}
