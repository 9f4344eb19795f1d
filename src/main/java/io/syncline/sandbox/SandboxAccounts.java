package io.syncline.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.sandbox.shop.SandboxClients;
import io.syncline.sandbox.shop.SandboxClients.SandboxClient;
import io.syncline.sandbox.shop.SandboxStock;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The accounts of the simulated clients, where there is none yet: each has a shop, and the first of
 * them sell at Amazon too, in a region each. They are added as somebody would add them.
 */
@Component
@Profile("sandbox")
final class SandboxAccounts implements SandboxStock {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxAccounts.class);

  /** What is sold where, in the order of the clients who do. */
  private static final List<Region> REGIONS =
      List.of(
          new Region("na", List.of("ATVPDKIKX0DER", "A2EUQ1WTGCTBG2")),
          new Region("eu", List.of("A1PA6795UKMFR9")),
          new Region("fe", List.of("A1VC38T7YXB528")));

  private final JdbcClient staging;
  private final Pipelines pipelines;
  private final Clock clock;
  private final boolean isWanted;

  SandboxAccounts(
      Databases databases,
      Pipelines pipelines,
      Clock clock,
      @Value("${syncline.sandbox.clientapi.accounts:true}") boolean isWanted) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.pipelines = pipelines;
    this.clock = clock;
    this.isWanted = isWanted;
  }

  private record Region(String name, List<String> marketplaces) {}

  @Override
  public void fill() {
    boolean isEmpty =
        staging
            .sql("SELECT NOT EXISTS (SELECT FROM client_api_credentials)")
            .query(Boolean.class)
            .single();
    if (isWanted && isEmpty) {
      SandboxClients.all().forEach(client -> add(shop(client)));
      for (int i = 0; i < REGIONS.size(); i++) {
        add(seller(SandboxClients.all().get(i), REGIONS.get(i)));
      }
      LOG.info("sandbox accounts added");
    }
  }

  private void add(ObjectNode account) {
    pipelines.command(
        "credentials",
        new ApiRequest(
            "POST",
            "/api/admin/credentials",
            Map.of(),
            Map.of(),
            Optional.of(account),
            Optional.empty(),
            "sandbox",
            clock.instant(),
            Optional.empty()));
  }

  private static ObjectNode shop(SandboxClient client) {
    return of(client, "shopify", "Main")
        .put("shop", client.shop() + ".myshopify.com")
        .put("access_token", "shpat_" + client.shop());
  }

  private static ObjectNode seller(SandboxClient client, Region region) {
    ObjectNode account =
        of(client, "amazon", "Amazon " + region.name())
            .put("seller_id", client.seller())
            .put("region", region.name())
            .put("refresh_token", "Atzr|" + client.seller());
    region.marketplaces().forEach(account.putArray("marketplaces")::add);
    return account;
  }

  private static ObjectNode of(SandboxClient client, String platform, String label) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("client_id", client.id().toString())
        .put("platform_type", platform)
        .put("label", label);
  }
}
