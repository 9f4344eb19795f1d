package io.syncline.core.database;

import io.syncline.core.database.DatabaseSettings.Address;
import java.util.Optional;

/** Where the three databases really are, and the embedded server when it runs them. */
record Addresses(
    Address staging,
    Address production,
    Optional<Address> yuhinkai,
    Optional<EmbeddedServer> server)
    implements AutoCloseable {

  static Addresses configured(DatabaseSettings settings) {
    return new Addresses(
        settings.staging(),
        settings.production(),
        Optional.of(settings.yuhinkai()).filter(Address::isSet),
        Optional.empty());
  }

  static Addresses embedded(DatabaseSettings settings, EmbeddedServer server) {
    return new Addresses(
        server.address("staging", settings.staging().prefix()),
        server.address("production", settings.production().prefix()),
        Optional.of(settings.yuhinkai())
            .filter(Address::isSet)
            .or(() -> Optional.of(server.address("yuhinkai", ""))),
        Optional.of(server));
  }

  @Override
  public void close() {
    server.ifPresent(EmbeddedServer::close);
  }
}
