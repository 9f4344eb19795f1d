package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.error.Finding;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** A server with a certificate for localhost, signed by a CA of its own. */
class TlsIT {
  @TempDir private static Path directory;
  private static Certificates right;
  private static Certificates wrong;
  private static EmbeddedPostgres server;
  private static EmbeddedPostgres plain;

  @BeforeAll
  static void start() throws Exception {
    right = Certificates.create(Files.createDirectory(directory.resolve("right")));
    wrong = Certificates.create(Files.createDirectory(directory.resolve("wrong")));
    readable(directory);
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", right.certificate().toString())
            .setServerConfig("ssl_key_file", right.key().toString())
            .start();
    plain = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    plain.close();
  }

  @Test
  void a_server_that_the_named_ca_vouches_for_is_usable_in_every_mode_that_encrypts() {
    for (String mode : List.of("allow", "prefer", "require", "verify-ca", "verify-full")) {
      assertThat(faults("localhost", server, mode, right.ca())).as(mode).containsOnly("");
    }
  }

  @Test
  void a_ca_that_did_not_sign_is_told_for_each_database_by_its_variable() {
    for (String mode : List.of("prefer", "require", "verify-ca", "verify-full")) {
      assertThat(faults("localhost", server, mode, wrong.ca()))
          .as(mode)
          .satisfiesExactly(
              fault ->
                  assertThat(fault).contains("certificate of staging", "DB_STAGING_SSL_ROOT_CERT"),
              fault ->
                  assertThat(fault).contains("certificate of production", "DB_PROD_SSL_ROOT_CERT"),
              fault ->
                  assertThat(fault)
                      .contains("certificate of yuhinkai", "DB_YUHINKAI_SSL_ROOT_CERT"));
    }
  }

  @Test
  void a_host_that_the_certificate_does_not_name_is_told_by_the_host() {
    assertThat(faults("127.0.0.1", server, "verify-full", right.ca()))
        .allMatch(fault -> fault.contains("not issued for the host 127.0.0.1"));
    assertThat(faults("127.0.0.1", server, "verify-ca", right.ca())).containsOnly("");
  }

  @Test
  void a_server_without_tls_is_told_where_it_is_asked_for() {
    assertThat(faults("localhost", plain, "require", null))
        .allMatch(fault -> fault.contains("offers no TLS"));
    assertThat(faults("localhost", plain, "prefer", null)).containsOnly("");
  }

  @Test
  void a_file_that_holds_no_certificates_is_told() throws Exception {
    Path text = Files.writeString(directory.resolve("notes.txt"), "no certificate");
    assertThat(faults("localhost", server, "verify-full", text))
        .allMatch(fault -> fault.contains("cannot be read as certificates"));
  }

  /** What doctor says of staging, production and Yuhinkai. */
  private static List<String> faults(String host, EmbeddedPostgres at, String mode, Path ca) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String group : List.of("STAGING", "PROD", "YUHINKAI")) {
      properties.put("DB_" + group + "_HOST", host);
      properties.put("DB_" + group + "_PORT", at.getPort());
      properties.put("DB_" + group + "_USER", "postgres");
      properties.put("DB_" + group + "_PASS", "unused");
      properties.put("DB_" + group + "_NAME", "postgres");
      properties.put("DB_" + group + "_SSL_ROOT_CERT", ca == null ? "" : ca.toString());
    }
    properties.put("syncline.database.ssl-mode", mode);
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    Map<String, String> faults = new LinkedHashMap<>();
    for (Finding finding : new DatabaseProbe(environment, Clock.systemUTC()).findings()) {
      boolean usable = finding.level() == Finding.Level.OK;
      faults.putIfAbsent(finding.what(), usable ? "" : finding.action());
    }
    return List.copyOf(faults.values());
  }

  /** The embedded server runs as a user of its own when the tests run as root. */
  private static void readable(Path path) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
