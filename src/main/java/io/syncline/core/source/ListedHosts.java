package io.syncline.core.source;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The hosts that a row of configuration may name as a source, as an operator lists them: names and
 * addresses. Who writes such rows must not reach what only this machine reaches.
 *
 * <ol>
 *   <li>A base URL is https, and its host is listed.
 *   <li>A name that leads to an address inside is refused on the connection unless that address is
 *       listed too: whoever owns a name decides where it leads.
 *   <li>{@code localhost} stands for this machine. It and listed addresses inside may be http.
 * </ol>
 */
public final class ListedHosts {
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
  private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final String THIS_MACHINE = "localhost";

  private final Set<String> names;
  private final Set<InetAddress> addresses;

  private ListedHosts(Set<String> names, Set<InetAddress> addresses) {
    this.names = names;
    this.addresses = addresses;
  }

  /** An {@link IllegalArgumentException} names an entry that is neither name nor address. */
  public static ListedHosts of(Collection<String> entries) {
    Set<String> small =
        entries.stream().map(e -> e.trim().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    Set<InetAddress> addresses =
        small.stream()
            .filter(ListedHosts::isAddress)
            .map(ListedHosts::address)
            .collect(Collectors.toSet());
    Set<String> names =
        small.stream()
            .filter(e -> !isAddress(e))
            .map(ListedHosts::name)
            .collect(Collectors.toSet());
    return new ListedHosts(names, addresses);
  }

  /** Why a source may not be there; empty: it may. */
  public Optional<String> fault(URI baseUrl) {
    String host = baseUrl.getHost();
    if (host == null || baseUrl.getRawUserInfo() != null) {
      return Optional.of("it must name a host and no user");
    }
    if (baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
      return Optional.of("it must end with its path");
    }
    if (!isListed(host.toLowerCase(Locale.ROOT))) {
      return Optional.of("its host is not one of those that are listed");
    }
    boolean plain = "http".equals(baseUrl.getScheme()) && isInside(host.toLowerCase(Locale.ROOT));
    return plain || "https".equals(baseUrl.getScheme())
        ? Optional.empty()
        : Optional.of("it must be called over https");
  }

  /** Whether a listed host may lead to an address that is inside. */
  boolean allows(InetAddress address) {
    return addresses.contains(address)
        || names.contains(THIS_MACHINE) && address.isLoopbackAddress();
  }

  private boolean isListed(String host) {
    return isAddress(host) ? addresses.contains(address(host)) : names.contains(host);
  }

  private static boolean isInside(String host) {
    return host.equals(THIS_MACHINE) || isAddress(host) && PublicAddresses.isInside(address(host));
  }

  private static boolean isAddress(String host) {
    return host.contains(":") || NUMBERS.matcher(host).matches();
  }

  /** Never asks a name server: what is no address is refused. */
  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(
          text.contains(":") && !text.startsWith("[") ? "[" + text + "]" : text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + text, e);
    }
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("not the name of a host: " + text);
    }
    return text;
  }
}
