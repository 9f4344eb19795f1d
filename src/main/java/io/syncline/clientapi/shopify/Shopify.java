package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Connection;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.PlatformClient;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.run.ActiveRun;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads a shop: all there is by a bulk operation, then page by page what was updated. Threads may
 * share it.
 *
 * <p>A position holds {@code mark} (up to when all updates were read), {@code walk} or {@code bulk}
 * (what is under way), {@code paged} (bulk operations do not work for this) and {@code first},
 * {@code nested} (what may be asked for at once).
 */
@Component
final class Shopify implements PlatformClient {
  static final String WORD = "shopify";

  private final ShopifyConnection connection;
  private final UpdateReading updates;
  private final LevelReading levels;
  private final BulkReading bulk;

  Shopify(
      ShopifyConnection connection, UpdateReading updates, LevelReading levels, BulkReading bulk) {
    this.connection = connection;
    this.updates = updates;
    this.levels = levels;
    this.bulk = bulk;
  }

  @Override
  public String platform() {
    return WORD;
  }

  @Override
  public List<String> types() {
    return ShopifyType.words();
  }

  @Override
  public Connection test(Credential credential, ActiveRun run) {
    return connection.test(credential, run);
  }

  @Override
  public Fetched next(Credential credential, Reading reading, Position from, ActiveRun run) {
    ObjectNode at =
        from.value() instanceof ObjectNode stored
            ? stored.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    Step step = new Step(credential, reading, ShopifyType.of(reading.type()), at, run);
    return switch (reading.purpose()) {
      case IDS -> bulk.next(step);
      case WINDOW -> page(step);
      case CHANGES -> isFirstLoad(at) ? bulk.next(step) : page(step);
    };
  }

  private Fetched page(Step step) {
    return step.type() == ShopifyType.INVENTORY ? levels.next(step) : updates.next(step);
  }

  private static boolean isFirstLoad(ObjectNode at) {
    return at.has("bulk") || !at.has("mark") && !at.has("walk") && !at.has("paged");
  }
}
