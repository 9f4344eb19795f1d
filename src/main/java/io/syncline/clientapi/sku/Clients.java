package io.syncline.clientapi.sku;

import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The client that a path names. */
@Component
record Clients(Databases databases) {
  private static final int MOST = 1_000;

  private static final String KNOWN =
      """
      SELECT EXISTS (SELECT FROM client_api_credentials WHERE client_id = :client)
          OR EXISTS (SELECT FROM client_sku_cache WHERE client_id = :client)
      """;

  /**
   * Its id.
   *
   * @throws RequestRefused 400 for what is no UUID, 404 for a client that nobody has heard of
   */
  UUID known(ApiRequest request) {
    UUID client = request.id();
    boolean known =
        JdbcClient.create(databases.staging().pool())
            .sql(KNOWN)
            .param("client", client)
            .query(Boolean.class)
            .single();
    if (!known) {
      throw RequestRefused.of(
          404, "UNKNOWN_CLIENT", "Unknown client", "There is no credential of that client");
    }
    return client;
  }

  /** How many rows a page has. */
  static int limit(ApiRequest request, int usual) {
    String text = request.query().getOrDefault("limit", "" + usual);
    if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST) {
      throw RequestRefused.invalid("limit", "must be 1 to " + MOST, List.of());
    }
    return Integer.parseInt(text);
  }
}
