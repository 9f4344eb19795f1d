package io.syncline.core.database;

import org.springframework.boot.context.properties.bind.DefaultValue;

/** Where a database is and who may use it, as configured; what is not is empty. */
record Address(
    @DefaultValue("") String host,
    @DefaultValue("") String port,
    @DefaultValue("") String user,
    @DefaultValue("") String password,
    @DefaultValue("") String name,
    @DefaultValue("") String tablePrefix,
    @DefaultValue("") String sslRootCert) {

  @Override
  public String toString() {
    return "Address[" + host + ":" + port + "/" + name + "]";
  }
}
