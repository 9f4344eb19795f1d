package io.syncline.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.secret.StoredSecrets;
import io.syncline.sandbox.shop.SandboxStock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is mapped of the simulated sheets, of Close and of the JSON APIs, where nothing is mapped
 * yet; each source is read once then.
 */
@Component
@Profile("sandbox")
final class SandboxFeeds implements SandboxStock {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxFeeds.class);

  private static final String WORD = "entities";
  private static final String OF_SOURCE = "entities.source.";

  /** By the ids of the sources in the script what those with a secret are called with. */
  private static final Map<UUID, String> SECRETS =
      Map.of(source(4), "sandbox-not-a-secret", source(5), "sandbox-key");

  private final JdbcClient staging;
  private final StoredSecrets secrets;
  private final boolean isMapped;
  private final int port;

  SandboxFeeds(
      Databases databases,
      StoredSecrets secrets,
      @Value("${syncline.sandbox.entities.feeds:true}") boolean isMapped,
      @Value("${server.port}") int port) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.secrets = secrets;
    this.isMapped = isMapped;
    this.port = port;
  }

  private static UUID source(int number) {
    return UUID.fromString("00000000-0000-4000-8000-00000000000" + number);
  }

  @Override
  public void fill() {
    boolean isEmpty =
        staging
            .sql(
                "SELECT NOT EXISTS (SELECT 1 FROM data_sources UNION ALL SELECT 1 FROM tab_mappings)")
            .query(Boolean.class)
            .single();
    if (isMapped && isEmpty) {
      SECRETS.forEach((source, secret) -> secrets.put(OF_SOURCE + source, secret));
      staging.sql(script().replace("{port}", "" + port)).update();
      LOG.info("sandbox feeds mapped");
    }
  }

  /** Each source that is there is read as a whole. */
  @Override
  public Map<String, List<RunRequest>> firstRuns() {
    List<String> sources =
        staging
            .sql("SELECT id::text FROM data_sources WHERE status = 'active' ORDER BY id")
            .query(String.class)
            .list();
    return Map.of(WORD, isMapped ? sources.stream().map(SandboxFeeds::first).toList() : List.of());
  }

  private static RunRequest first(String source) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("data_source_id", source);
    return RunRequest.of(WORD, OF_SOURCE + source, Trigger.MANUAL, "sandbox", parameters);
  }

  private static String script() {
    try {
      return new ClassPathResource("sandbox/feeds.sql").getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
