package io.syncline.core.database;

import io.syncline.core.database.DatabaseSettings.Address;
import java.util.Optional;

/** Where the three databases really are, and the embedded server when it runs them. */
record Addresses(
    Place staging, Place production, Optional<Place> yuhinkai, Optional<EmbeddedServer> server)
    implements AutoCloseable {

  static Addresses configured(DatabaseSettings settings) {
    return new Addresses(
        Place.staging(settings.staging()),
        Place.production(settings.production()),
        Optional.of(settings.yuhinkai()).filter(Address::isSet).map(Place::yuhinkai),
        Optional.empty());
  }

  static Addresses embedded(DatabaseSettings settings, EmbeddedServer server) {
    return new Addresses(
        Place.staging(server.address("staging", settings.staging().prefix())),
        Place.production(server.address("production", settings.production().prefix())),
        Optional.of(settings.yuhinkai())
            .filter(Address::isSet)
            .or(() -> Optional.of(server.address("yuhinkai", "")))
            .map(Place::yuhinkai),
        Optional.of(server));
  }

  @Override
  public void close() {
    server.ifPresent(EmbeddedServer::close);
  }
}
