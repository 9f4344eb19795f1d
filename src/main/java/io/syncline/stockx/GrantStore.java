package io.syncline.stockx;

import io.syncline.core.error.TransientFailure;
import io.syncline.core.secret.StoredSecrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The refresh token of an account: the one StockX gave last, else the configured one. A token that
 * staging did not take is held here until it does; the one before is worth nothing any more. Its
 * user lets one thread in at a time.
 */
final class GrantStore {
  private static final Logger LOG = LoggerFactory.getLogger(GrantStore.class);
  private static final String ROTATED = "stockx.refresh-token.";

  private final String configured;
  private final StoredSecrets secrets;
  private Optional<String> unstored = Optional.empty();

  GrantStore(String configured, StoredSecrets secrets) {
    this.configured = configured;
    this.secrets = secrets;
  }

  /**
   * What to ask the next access token with.
   *
   * @throws TransientFailure when staging, which keeps it, is away
   */
  String current() {
    unstored.ifPresent(this::keep);
    try {
      return unstored.or(() -> secrets.get(name())).orElse(configured);
    } catch (DataAccessException e) {
      throw TransientFailure.database("staging", e.getClass().getSimpleName(), e);
    }
  }

  /** StockX gave another one. */
  void keep(String rotated) {
    unstored = Optional.of(rotated);
    try {
      secrets.put(name(), rotated);
      unstored = Optional.empty();
    } catch (DataAccessException e) {
      LOG.warn(
          "refresh token not stored yet, it is lost if the service ends now reason={}",
          e.getClass().getSimpleName());
    }
  }

  /**
   * Bound to the configured token: a new authorisation replaces what was stored for the old one.
   */
  private String name() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(configured.getBytes(StandardCharsets.UTF_8));
      return ROTATED + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
