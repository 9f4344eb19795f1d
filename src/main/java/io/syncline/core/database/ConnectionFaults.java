package io.syncline.core.database;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What kept a connection from being opened before a server could say anything. */
final class ConnectionFaults {

  private ConnectionFaults() {}

  static Optional<Fault> of(Throwable failure, Place place) {
    return tls(failure, place).or(() -> network(failure, place));
  }

  private static Optional<Fault> network(Throwable failure, Place place) {
    String host = place.variable("HOST");
    if (Fault.find(failure, UnknownHostException.class).isPresent()) {
      return fault(
          "The host " + place.address().host() + " of " + place.name() + " is not known.",
          "Set " + host + " to a name that resolves from here.");
    }
    if (Fault.find(failure, SocketTimeoutException.class).isPresent()) {
      return fault(
          place.server() + " did not answer for " + place.name() + " in time.",
          "See whether " + host + " can be reached from here.");
    }
    if (Fault.find(failure, NoRouteToHostException.class).isPresent()) {
      return fault(
          "There is no route to " + place.server() + " of " + place.name() + ".",
          "See whether " + host + " can be reached from here.");
    }
    if (Fault.find(failure, ConnectException.class).isPresent()) {
      return fault(
          place.server()
              + " refused the connection to "
              + place.name()
              + ": nothing listens there.",
          "Start its server, or correct " + host + " and " + place.variable("PORT") + ".");
    }
    return Optional.empty();
  }

  static Optional<Fault> tls(Throwable failure, Place place) {
    String text = String.valueOf(Fault.cause(failure).getMessage());
    if (text.contains("could not be verified by hostnameverifier")) {
      return fault(
          "The certificate of "
              + place.name()
              + " was not issued for the host "
              + place.address().host()
              + ".",
          "Let " + place.variable("HOST") + " be a name that stands in the certificate.");
    }
    if (text.contains("does not support SSL")) {
      return fault(
          place.server() + " offers no TLS for " + place.name() + ", which the ssl mode asks for.",
          "Switch TLS on in that server, or change syncline.database.ssl-mode.");
    }
    if (text.contains("SSL root certificate")) {
      return fault(
          "The CA file of " + place.name() + " cannot be read as certificates.",
          "Let " + place.variable("SSL_ROOT_CERT") + " name a file of PEM certificates.");
    }
    return Fault.find(failure, SSLException.class)
        .map(
            refused ->
                new Fault(
                    "The certificate of "
                        + place.name()
                        + " at "
                        + place.server()
                        + " is not signed by the CA that is trusted here, or TLS could not be"
                        + " agreed on.",
                    "Let "
                        + place.variable("SSL_ROOT_CERT")
                        + " name the CA file of that server."));
  }

  private static Optional<Fault> fault(String what, String action) {
    return Optional.of(new Fault(what, action));
  }
}
