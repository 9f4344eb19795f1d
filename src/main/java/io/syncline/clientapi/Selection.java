package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;

/** Which accounts somebody means: those that are due, or all of them (CR-23 to CR-26). */
record Selection(
    boolean isForced, Optional<UUID> client, Optional<UUID> credential, Optional<String> platform) {

  /** What checked parameters say. */
  static Selection of(JsonNode parameters) {
    return new Selection(
        parameters.path(ClientApi.FORCE).asBoolean() || ClientApi.isSweep(parameters),
        uuid(parameters, ClientApi.CLIENT),
        uuid(parameters, ClientApi.CREDENTIAL_MEANT),
        Optional.ofNullable(parameters.get(ClientApi.PLATFORM)).map(JsonNode::asText));
  }

  private static Optional<UUID> uuid(JsonNode parameters, String name) {
    return Optional.ofNullable(parameters.get(name)).map(it -> UUID.fromString(it.asText()));
  }

  boolean isFiltered() {
    return client.isPresent() || credential.isPresent() || platform.isPresent();
  }

  /** The same, of those too that are not due. */
  Selection ofAny() {
    return new Selection(true, client, credential, platform);
  }

  /** Why an account that is meant is not read; empty for one that is. */
  Optional<String> leavesOut(Account account, Platforms platforms, java.time.Instant now) {
    if (!platforms.words().contains(account.platform())) {
      return Optional.of("no platform " + account.platform());
    }
    if (account.isPaused()) {
      return Optional.of("paused");
    }
    return isForced || account.isDue(now)
        ? Optional.empty()
        : Optional.of("not due before " + account.nextSyncAt());
  }
}
