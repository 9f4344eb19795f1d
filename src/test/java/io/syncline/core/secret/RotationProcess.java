package io.syncline.core.secret;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** Seals all secrets anew, as {@code credentials rotate-keys} does, in a process to be killed. */
final class RotationProcess {
  static final String KEYSET = "SYNCLINE_KEYSET";

  private RotationProcess() {}

  public static void main(String[] url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url[0]);
    source.setUser("postgres");
    Database staging = new Database("staging", source, source, "");
    new KeyRotation(
            new SecretBox(System.getenv(KEYSET)),
            new SealedColumns(List.of(), new Databases(staging, staging, source)))
        .rotate(resealed -> {});
  }
}
