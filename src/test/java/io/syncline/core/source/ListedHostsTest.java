package io.syncline.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListedHostsTest {
  private static final ListedHosts HOSTS =
      ListedHosts.of(List.of("API.example.com", "10.1.2.3", "fd00::1", "localhost", "8.8.8.8"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com",
        "https://API.EXAMPLE.COM:8443/v1/",
        "https://10.1.2.3/x",
        "http://10.1.2.3",
        "http://[fd00::1]:80/x",
        "http://localhost:8080/sandbox",
        "https://8.8.8.8"
      })
  void a_listed_host_may_be_a_source(String url) {
    assertThat(HOSTS.fault(URI.create(url))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.example.com, https",
    "ftp://localhost, https",
    "http://8.8.8.8, https",
    "https://example.com, not one of those",
    "https://api.example.com.evil.test, not one of those",
    "https://10.1.2.4, not one of those",
    "https://[::1], not one of those",
    "https://2130706433, not one of those",
    "https://user:pw@api.example.com, no user",
    "https://api.example.com?x=1, end with its path",
    "https://api.example.com/#x, end with its path",
    "https:api.example.com, must name a host",
    "/v1, must name a host"
  })
  void everything_else_is_refused_with_the_reason(String url, String reason) {
    assertThat(HOSTS.fault(URI.create(url)).orElseThrow()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://a.test", "a.test/x", "a.test:80x", "300.1.2.3", "a b", "-a"})
  void an_entry_that_is_neither_name_nor_address_is_refused(String entry) {
    assertThatThrownBy(() -> ListedHosts.of(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_profile_at_a_host_that_is_not_listed_cannot_be_made() {
    assertThatThrownBy(
            () ->
                SourceProfile.listed(
                    "rest",
                    URI.create("https://other.example.com"),
                    HOSTS,
                    Map::of,
                    1,
                    1,
                    Allowance.perDay(1),
                    Duration.ZERO))
        .hasMessageContaining("not one of those");
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "127.0.0.1, true",
    "::1, true",
    "10.1.2.4, false",
    "192.168.1.1, false",
    "169.254.169.254, false"
  })
  void a_name_may_lead_inside_where_that_address_is_listed(String address, boolean allowed)
      throws UnknownHostException {
    assertThat(HOSTS.allows(InetAddress.getByName(address))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "0.1.2.3",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd12::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1"
      })
  void what_only_this_network_reaches_is_inside(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isInside(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "2001:4860::1", "64:ff9b::808:808"})
  void what_everybody_reaches_is_not(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isInside(InetAddress.getByName(address))).isFalse();
  }
}
