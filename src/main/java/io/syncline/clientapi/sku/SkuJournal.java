package io.syncline.clientapi.sku;

import io.syncline.core.write.Derived;
import java.util.UUID;

/** Is told what each client's analysis came to. */
public interface SkuJournal {

  void analyzed(UUID client, Derived skus);
}
