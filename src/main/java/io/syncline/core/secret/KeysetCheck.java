package io.syncline.core.secret;

import io.syncline.core.error.StartupRefused;
import io.syncline.core.error.UnreadableSecret;
import io.syncline.core.secret.SealedColumns.Sealed;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Refuses a start with a keyset that opens nothing of what is stored: it is another installation's,
 * and what would be sealed with it meanwhile nobody could open later. One that opens some of it is
 * taken, as each secret that does not open costs its owner only.
 */
@Component
final class KeysetCheck implements SmartInitializingSingleton {
  private static final int PAGE = 500;

  private final SecretBox box;
  private final SealedColumns columns;

  KeysetCheck(SecretBox box, SealedColumns columns) {
    this.box = box;
    this.columns = columns;
  }

  @Override
  public void afterSingletonsInstantiated() {
    boolean some = false;
    for (SealedColumn column : columns.all()) {
      List<Sealed> page = columns.first(column, PAGE);
      while (!page.isEmpty()) {
        if (page.stream().anyMatch(this::opens)) {
          return;
        }
        some = true;
        page = columns.after(column, page.get(page.size() - 1).key(), PAGE);
      }
    }
    if (some) {
      throw new StartupRefused(
          "SYNCLINE_KEYSET opens none of the secrets that staging keeps.",
          "Set SYNCLINE_KEYSET to the key or keyset that sealed them; a new key is added to the"
              + " keyset beside it.");
    }
  }

  private boolean opens(Sealed kept) {
    try {
      box.open(kept.value(), kept.owner());
      return true;
    } catch (UnreadableSecret e) {
      return false;
    }
  }
}
