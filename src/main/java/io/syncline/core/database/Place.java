package io.syncline.core.database;

import io.syncline.core.database.DatabaseSettings.Address;

/** One of the three databases as an operator knows it: its name, its variables, its address. */
record Place(String name, String variables, Address address) {

  static Place staging(Address address) {
    return new Place("staging", "DB_STAGING_", address);
  }

  static Place production(Address address) {
    return new Place("production", "DB_PROD_", address);
  }

  static Place yuhinkai(Address address) {
    return new Place("yuhinkai", "DB_YUHINKAI_", address);
  }

  /** Where its server is, for people. */
  String server() {
    return address.port() == null ? address.host() : address.host().trim() + ":" + address.port();
  }

  String variable(String part) {
    return variables + part;
  }
}
