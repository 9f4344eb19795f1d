package io.syncline.core.source;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Refuses names that lead to this machine or its network, at the moment of connecting: what a name
 * led to before says nothing. Allowed are hosts that an operator set or listed. Threads may share
 * it.
 *
 * @param trusted hosts that an operator set
 */
record PublicAddresses(Set<String> trusted, SourceCalls calls) implements DnsResolver {

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    for (InetAddress address : addresses) {
      if (isInside(address) && !trusted.contains(host) && !calls.allow(host, address)) {
        throw new UnknownHostException("address of " + host + " is not public");
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
  }

  static boolean isInside(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || (address instanceof Inet6Address
            ? isInsideOfSix(address.getAddress())
            : isInsideOfFour(address.getAddress()));
  }

  /** What the JDK has no word for: 0/8, 100.64/10, 192.0.0/24, 198.18/15, 240/4. */
  private static boolean isInsideOfFour(byte[] address) {
    int first = address[0] & 0xff;
    int second = address[1] & 0xff;
    return first == 0
        || first == 100 && (second & 0xc0) == 64
        || first == 192 && second == 0 && address[2] == 0
        || first == 198 && (second & 0xfe) == 18
        || first >= 240;
  }

  /** Local ones (fc00::/7), and what a translator would make an inner address of (64:ff9b::/96). */
  private static boolean isInsideOfSix(byte[] address) {
    boolean translated =
        address[0] == 0
            && address[1] == 0x64
            && (address[2] & 0xff) == 0xff
            && (address[3] & 0xff) == 0x9b;
    return (address[0] & 0xfe) == 0xfc || translated && isInside(last(address));
  }

  private static InetAddress last(byte[] address) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address, 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
