package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.credential.CredentialStore;
import io.syncline.clientapi.credential.StoredCredential;
import io.syncline.clientapi.platform.Connection;
import io.syncline.clientapi.platform.PlatformClient;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Begins the run of an account: whose it is, whether we are let in, and what we may read. */
@Component
record AccountRuns(CredentialStore store, Platforms platforms, SyncLog log) {

  /**
   * Tests the connection before anything is read (CR-05), also where a run goes on that has waited:
   * that one knows how far it was.
   *
   * @throws SyncFailure where the platform does not let us in, or there is no such account any more
   */
  AccountProgress begin(@Variable("run") ActiveRun run) {
    StoredCredential stored =
        store
            .stored(UUID.fromString(run.scope()))
            .orElseThrow(
                () ->
                    TerminalFailure.stopped(
                        StopReason.CONFIG_INVALID, "the credential was removed"));
    Credential credential = stored.credential();
    boolean isBegun = run.notes().containsKey(AccountProgress.TYPES);
    boolean isSweep = ClientApi.isSweep(run.request().parameters());
    if (isSweep) {
      run.keepsItsPlace();
    } else if (!isBegun) {
      log.starting(credential);
    }
    PlatformClient client = platforms.client(credential.platform());
    Connection connection = client.test(credential, run);
    run.tally().sourceAnswered();
    AccountProgress progress =
        run.reportBy(
            new AccountProgress(
                credential,
                client,
                platforms.mapper(credential.platform()),
                connection,
                readings(client, run.request().parameters()),
                stored.isToldGone()));
    if (isBegun) {
      progress.restore(run.notes());
      return progress;
    }
    if (!isSweep) {
      log.connected(credential);
      log.fetching(credential);
    }
    connection
        .refused()
        .forEach((type, reason) -> run.trouble(ErrorKind.API, type, type + ": " + reason));
    progress.keep(run.notes());
    return progress;
  }

  /** Of all types what is new or which records there are, or of some a window again. */
  private static List<Reading> readings(PlatformClient client, JsonNode asked) {
    if (ClientApi.isSweep(asked)) {
      return client.types().stream().map(Reading::ids).toList();
    }
    Optional<Window> window = Window.of(asked);
    return window.isEmpty()
        ? client.types().stream().map(Reading::changes).toList()
        : client.types().stream()
            .filter(window.get().types()::contains)
            .map(window.get()::of)
            .toList();
  }

  /** Whether there is more to read. */
  boolean goesOn(@Variable("progress") AccountProgress progress, @Variable("run") ActiveRun run) {
    return run.stopped().isEmpty() && progress.reading().isPresent();
  }
}
