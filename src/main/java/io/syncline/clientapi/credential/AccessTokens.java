package io.syncline.clientapi.credential;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.secret.RenewalTurns;
import io.syncline.core.secret.SecretBox;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The access tokens of credentials.
 *
 * <ol>
 *   <li>One renews a token at a time, over all instances; the others take what it got.
 *   <li>What was got is stored before anybody uses it: a process that dies loses no refresh token.
 *   <li>Secrets that somebody gave anew meanwhile are never overwritten by what the old ones got.
 * </ol>
 */
@Component
public final class AccessTokens {
  private static final String RENEW_AT = "renew_at";
  private static final int TRIES_TO_KEEP = 5;

  private final CredentialStore store;
  private final SecretBox box;
  private final List<Grant> grants;
  private final RenewalTurns turns;
  private final Clock clock;

  AccessTokens(
      CredentialStore store, SecretBox box, List<Grant> grants, RenewalTurns turns, Clock clock) {
    this.store = store;
    this.box = box;
    this.grants = grants;
    this.turns = turns;
    this.clock = clock;
  }

  /**
   * A token that is good for now; asks for another one where the stored one ends soon.
   *
   * @throws TerminalFailure when none is to be had
   */
  public String current(Credential credential, ActiveRun run) {
    Optional<String> usable =
        usable(credential.secrets().find(Credential.ACCESS_TOKEN), renewAt(credential));
    return usable.orElseGet(() -> renewed(credential, "", run));
  }

  /**
   * Another token in the place of one that the platform refused, unless somebody saw to it.
   *
   * @throws TerminalFailure when none is to be had
   */
  public String renewInsteadOf(Credential credential, String refused, ActiveRun run) {
    return renewed(credential, refused, run);
  }

  private String renewed(Credential credential, String refused, ActiveRun run) {
    Grant grant =
        grants.stream()
            .filter(it -> it.isFor(credential))
            .findFirst()
            .orElseThrow(() -> notRenewable(credential));
    return turns.alone(
        credential.owner(), run, () -> renewedAlone(credential, refused, grant, run));
  }

  private String renewedAlone(Credential credential, String refused, Grant grant, ActiveRun run) {
    for (int attempt = 0; attempt < TRIES_TO_KEEP; attempt++) {
      SealedSecrets read = store.secrets(credential);
      Map<String, String> there = read.all();
      Optional<String> usable =
          usable(
                  Optional.ofNullable(there.get(Credential.ACCESS_TOKEN)),
                  Optional.ofNullable(there.get(RENEW_AT)))
              .filter(token -> !token.equals(refused));
      if (usable.isPresent()) {
        hold(credential, read);
        return usable.get();
      }
      Map<String, String> fresh = with(there, grant.ask(credential, there, run));
      if (isKept(credential, read, there, fresh)) {
        return Objects.requireNonNull(fresh.get(Credential.ACCESS_TOKEN));
      }
    }
    throw TransientFailure.source(
        StopReason.SOURCE_FAILED, "the secrets of " + credential + " change again and again");
  }

  private static Map<String, String> with(Map<String, String> there, Grant.Granted granted) {
    Map<String, String> fresh = new HashMap<>(there);
    fresh.put(Credential.ACCESS_TOKEN, granted.access());
    fresh.put(RENEW_AT, granted.renewAt().toString());
    granted.refresh().ifPresent(token -> fresh.put(Credential.REFRESH_TOKEN, token));
    return fresh;
  }

  /**
   * Whether they are stored; not when others were given meanwhile than those that were asked with.
   */
  private boolean isKept(
      Credential credential,
      SealedSecrets asked,
      Map<String, String> with,
      Map<String, String> fresh) {
    SealedSecrets read = asked;
    for (int attempt = 0; attempt < TRIES_TO_KEEP; attempt++) {
      SealedSecrets kept =
          new SealedSecrets(
              box, credential.owner(), SealedSecrets.seal(box, credential.owner(), fresh));
      if (store.replace(credential, read, Objects.requireNonNull(kept.kept()))) {
        hold(credential, kept);
        return true;
      }
      read = store.secrets(credential); // sealed anew with another key, or given anew
      if (!read.all().equals(with)) {
        return false;
      }
    }
    return false;
  }

  /** The others of this run see it without a look into the table. */
  private static void hold(Credential credential, SealedSecrets now) {
    if (credential.secrets() instanceof SealedSecrets held) {
      held.become(now.kept());
    }
  }

  private Optional<String> usable(Optional<String> token, Optional<String> renewAt) {
    boolean ends =
        renewAt.map(Instant::parse).filter(at -> !clock.instant().isBefore(at)).isPresent();
    return token.filter(it -> !it.isEmpty() && !ends);
  }

  private static Optional<String> renewAt(Credential credential) {
    return credential.secrets().find(RENEW_AT);
  }

  private static TerminalFailure notRenewable(Credential credential) {
    return TerminalFailure.stopped(
        StopReason.AUTH_FAILED,
        credential.platform()
            + " does not accept the access token of "
            + credential.account()
            + "; make another one there and update the credential");
  }
}
