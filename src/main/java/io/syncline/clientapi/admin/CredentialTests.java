package io.syncline.clientapi.admin;

import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.credential.CredentialStore;
import io.syncline.clientapi.credential.StoredCredential;
import io.syncline.clientapi.platform.Connection;
import io.syncline.clientapi.platform.PlatformClient;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.run.Looks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Asks a platform who we are there, beside any run, and keeps what that came to. */
@Component
final class CredentialTests {
  private static final String WORD = "clientapi";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** What its owner has to mend; anything else says nothing about the credential. */
  private static final Set<String> OF_THE_CREDENTIAL =
      Set.of(StopReason.AUTH_FAILED.name(), StopReason.SECRET_UNREADABLE.name());

  private final TreeMap<String, PlatformClient> clients;
  private final CredentialStore store;
  private final Looks looks;

  CredentialTests(List<PlatformClient> clients, CredentialStore store, Looks looks) {
    this.clients =
        clients.stream()
            .collect(
                Collectors.toMap(
                    PlatformClient::platform, client -> client, (one, other) -> one, TreeMap::new));
    this.store = store;
    this.looks = looks;
  }

  /**
   * What a test came to.
   *
   * @param why nothing is known now, or what the owner has to do
   */
  record Tested(Optional<Connection> connection, Optional<RequestRefused> why) {}

  Set<String> platforms() {
    return clients.keySet();
  }

  /** Tests it; connected, or in error where its owner has to do something, else as it was. */
  Tested test(Credential credential, String caller) {
    PlatformClient client = clients.get(credential.platform());
    if (client == null) {
      throw RequestRefused.of(
          409,
          "UNKNOWN_PLATFORM",
          "Unknown platform",
          "Nothing here reads " + credential.platform() + "; there are " + platforms());
    }
    try {
      Connection connection =
          looks.look(WORD, caller, LONGEST, run -> client.test(credential, run));
      store.tested(credential.id(), StoredCredential.CONNECTED, Optional.empty());
      return new Tested(Optional.of(connection), Optional.empty());
    } catch (RequestRefused refused) {
      if (OF_THE_CREDENTIAL.contains(refused.problem().code())) {
        store.tested(
            credential.id(), StoredCredential.ERROR, Optional.of(refused.problem().detail()));
      }
      return new Tested(Optional.empty(), Optional.of(refused));
    }
  }
}
