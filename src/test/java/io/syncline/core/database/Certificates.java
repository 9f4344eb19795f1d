package io.syncline.core.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A CA and a certificate for {@code localhost} that it signed, made by the JDK's keytool. */
record Certificates(Path ca, Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  static Certificates create(Path directory) throws Exception {
    Path store = directory.resolve("keys.p12");
    keytool(
        store, "-genkeypair", "-alias", "ca", "-keyalg", "RSA", "-dname", "CN=ca", "-ext", "bc:c");
    keytool(store, "-genkeypair", "-alias", "server", "-keyalg", "RSA", "-dname", "CN=localhost");
    Path request = directory.resolve("request");
    Path signed = directory.resolve("server.pem");
    keytool(store, "-certreq", "-alias", "server", "-file", request.toString());
    keytool(
        store,
        "-gencert",
        "-rfc",
        "-alias",
        "ca",
        "-ext",
        "san=dns:localhost",
        "-infile",
        request.toString(),
        "-outfile",
        signed.toString());
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Path key = directory.resolve("server.key");
    write(key, "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()));
    Path ca = directory.resolve("ca.pem");
    Certificate authority = keys.getCertificate("ca");
    Files.writeString(ca, pem("CERTIFICATE", authority.getEncoded()));
    return new Certificates(ca, signed, key);
  }

  private static void write(Path file, String kind, Key key) throws IOException {
    Files.writeString(file, pem(kind, key.getEncoded()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String pem(String kind, byte[] bytes) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  private static void keytool(Path store, String... arguments) throws Exception {
    Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(store.resolveSibling("keytool.log").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(store.resolveSibling("keytool.log")));
    }
  }
}
