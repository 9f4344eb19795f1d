package io.syncline.sandbox.shop;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/** The clients whose shops and seller accounts are simulated. */
public final class SandboxClients {
  public static final String APP = "sandbox-app";
  public static final String APP_SECRET = "sandbox-not-a-secret";
  private static final int COUNT = 12;

  /** One that took its permission back. */
  private static final int REVOKED = 11;

  /** One whose allowance is always used up by others. */
  private static final int THROTTLED = 12;

  private SandboxClients() {}

  public record SandboxClient(int number) {

    public UUID id() {
      return UUID.fromString(
          String.format(Locale.ROOT, "00000000-0000-4000-8000-0000000000%02d", number));
    }

    /** Its name at Shopify. */
    public String shop() {
      return String.format(Locale.ROOT, "client-%02d", number);
    }

    /** Its number at Amazon. */
    public String seller() {
      return String.format(Locale.ROOT, "A1SANDBOX%02d", number);
    }
  }

  public static List<SandboxClient> all() {
    return IntStream.rangeClosed(1, COUNT).mapToObj(SandboxClient::new).toList();
  }

  /** Whether a shop or a seller is the one that took its permission back. */
  public static boolean isRevoked(String account) {
    return belongsTo(new SandboxClient(REVOKED), account);
  }

  /** Whether a shop or a seller is the one that is always throttled. */
  public static boolean isThrottled(String account) {
    return belongsTo(new SandboxClient(THROTTLED), account);
  }

  private static boolean belongsTo(SandboxClient client, String account) {
    return account.equals(client.shop()) || account.equals(client.seller());
  }
}
