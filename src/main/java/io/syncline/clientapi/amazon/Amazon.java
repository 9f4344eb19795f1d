package io.syncline.clientapi.amazon;

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
 * Reads a seller's account. Threads may share it.
 *
 * <p>A position holds {@code mark} (up to when all changes were read) and {@code walk} (what is
 * under way: what was asked for, the token of the next page, the report that was ordered).
 */
@Component
final class Amazon implements PlatformClient {
  static final String WORD = "amazon";
  static final String ORDERS = "orders";
  static final String PRODUCTS = "products";
  static final String INVENTORY = "inventory";

  private final AmazonConnection connection;
  private final OrderReading orders;
  private final ListingReading listings;
  private final StockReading stock;

  Amazon(
      AmazonConnection connection,
      OrderReading orders,
      ListingReading listings,
      StockReading stock) {
    this.connection = connection;
    this.orders = orders;
    this.listings = listings;
    this.stock = stock;
  }

  @Override
  public String platform() {
    return WORD;
  }

  @Override
  public List<String> types() {
    return List.of(ORDERS, PRODUCTS, INVENTORY);
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
    Step step = new Step(credential, Seller.of(credential), reading, from, at, run);
    return switch (reading.type()) {
      case ORDERS -> orders.next(step).by(OrderReading.VERSION);
      case PRODUCTS -> listings.next(step);
      case INVENTORY -> stock.next(step);
      default -> throw new IllegalArgumentException("no type of Amazon's: " + reading.type());
    };
  }
}
