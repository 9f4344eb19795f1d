package io.syncline.core.source;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.AfterRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.ScriptedServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Profiles that a run makes of a row of configuration are guarded where they connect. */
@CoreTest
class SourceProfilesIT {
  @Autowired private SourceClient client;
  @Autowired private RunLedger ledger;
  @Autowired private SourceGates gates;
  @Autowired private List<AfterRun> afterRun;
  @Autowired private PoolingHttpClientConnectionManager connections;
  @Autowired private WireMockServer shopServer;
  private final ScriptedServer server = new ScriptedServer();
  private ActiveRun run;

  @BeforeEach
  void open() {
    run = Runs.open(ledger);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_listed_host_is_called_with_its_identity() {
    assertThat(client.call(request(listed(server.url(), "localhost")), run).isSuccess()).isTrue();
    assertThat(server.requests().get(0)).contains("Authorization: Bearer of-a-row\r\n");
  }

  @Test
  void a_listed_name_that_leads_inside_is_refused_on_the_connection() throws UnknownHostException {
    InetAddress here = InetAddress.getLocalHost();
    String url = "https://" + here.getHostName() + ":" + URI.create(server.url()).getPort();
    assertThatThrownBy(() -> client.call(request(listed(url, here.getHostName())), run))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("UnknownHostException");
    assertThat(server.requests()).isEmpty();
    assertThatThrownBy(
            () -> client.call(request(listed(url, here.getHostName(), here.getHostAddress())), run))
        .as("goes on to connect, and fails for what is there")
        .hasMessageNotContaining("UnknownHostException");
  }

  @Test
  void what_a_run_had_of_its_profiles_ends_with_it() {
    shopServer.stubFor(get(anyUrl()).willReturn(okJson("{}")));
    for (int profile = 0; profile < 30; profile++) {
      client.call(
          request(listed(shopServer.baseUrl(), "localhost").named("p" + profile).pacedTogether()),
          run);
    }
    assertThat(connections.getTotalStats().getAvailable()).isPositive();
    afterRun.forEach(it -> it.after(run));
    assertThat(connections.getTotalStats().getAvailable()).isZero();
    assertThat(gates)
        .extracting("gates")
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, SourceGate.class))
        .doesNotContainKeys("p0", "p29");
  }

  private static SourceProfile listed(String url, String... hosts) {
    return SourceProfile.listed(
        "row-" + UUID.randomUUID(),
        URI.create(url),
        ListedHosts.of(List.of(hosts)),
        () -> Map.of("Authorization", "Bearer of-a-row"),
        1_000,
        10_000,
        Allowance.perMonth(1_000),
        Duration.ofSeconds(60));
  }

  private static SourceRequest request(SourceProfile source) {
    return SourceRequest.get(source, SourcePath.of("items"), SourceQuery.none());
  }
}
