package io.syncline.clientapi;

import static io.syncline.core.pipeline.Parameter.choice;
import static io.syncline.core.pipeline.Parameter.flag;
import static io.syncline.core.pipeline.Parameter.text;
import static io.syncline.core.pipeline.Parameter.uuid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.admin.CredentialAnswers;
import io.syncline.clientapi.admin.HookAnswers;
import io.syncline.clientapi.credential.IllCredentials;
import io.syncline.clientapi.record.ClientStreams;
import io.syncline.clientapi.shopify.ShopifySignature;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Explanation;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.pipeline.Parameters;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.secret.SealedColumn;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The pipeline {@code clientapi}, declared. A run asks which accounts are due and leads one run for
 * each, which has the account's id as its scope.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ClientApiSettings.class, SweepSettings.class})
class ClientApi {
  static final String WORD = "clientapi";
  static final String FORCE = "force_sync";
  static final String CLIENT = "client_id_filter";
  static final String PLATFORM = "platform_filter";
  static final String CREDENTIAL_MEANT = "credential";
  static final String MODE = "mode";
  static final String SKU = "sku";
  static final String SWEEP = "sweep";
  private static final String CREDENTIALS = "/api/admin/credentials";
  private static final String CREDENTIAL = CREDENTIALS + "/{id}";
  private static final String REFRESH = "/refresh";
  private static final String HOOKS = "/hooks";

  /** What seals them is changed with all other secrets. */
  private static final SealedColumn SECRETS =
      new SealedColumn(
          "client_api_credentials",
          "secret",
          "credential_id",
          "uuid",
          "'credential:' || credential_id || ':' || client_id || ':' || platform_type");

  private static final String BY_STATUS =
      """
      SELECT s.status, count(c.credential_id)
      FROM unnest('{pending,connected,error,paused}'::text[]) AS s (status)
      LEFT JOIN client_api_credentials c
        ON s.status = CASE WHEN c.is_paused THEN 'paused' ELSE c.status END
      GROUP BY 1
      """;

  private static final String NAME = "[A-Za-z0-9_-]{1,40}";

  /** Nothing means all that are due (CR-23 to CR-26). */
  private static final Parameters PARAMETERS =
      Parameters.of(
          choice(MODE, "sync", SKU, SWEEP),
          flag(FORCE),
          uuid(CLIENT),
          uuid(CREDENTIAL_MEANT),
          text(PLATFORM, NAME, "the name of a platform, such as shopify")
              .as(platform -> platform.toLowerCase(Locale.ROOT)));

  @Bean
  Pipeline clientApiPipeline(
      Environment environment,
      ClientApiSettings settings,
      ObjectProvider<CredentialAnswers> credentials,
      ObjectProvider<WhyAnswers> why,
      ObjectProvider<Refreshes> refreshes,
      ObjectProvider<HookAnswers> hooks,
      ObjectProvider<IllCredentials> ill) {
    return Pipeline.named(WORD, environment)
        .writes(ClientStreams.RECORDS)
        .writes(ClientStreams.SKUS)
        .asked(PARAMETERS)
        .scheduledAs(SKU, slot -> beside(SKU, "skus", slot))
        .scheduledAs(SWEEP, slot -> beside(SWEEP, SWEEP, slot))
        .waitsItsTurn(settings.turn(), asked -> true)
        .ending(AccountEnd.statement(settings))
        .seals(SECRETS)
        .keepsWithRuns("client_api_sync_results")
        .measures("syncline.credentials", "status", BY_STATUS)
        .tellsChanges()
        .needing(() -> ill.getObject().needs())
        .naming(run -> Optional.ofNullable(run.parameters().path("label").textValue()))
        .commanded(
            "credentials",
            call ->
                switch (call.endpoint()) {
                  case CREDENTIAL + REFRESH -> refreshes.getObject().asked(call);
                  case CREDENTIAL + HOOKS -> hooks.getObject().asked(call);
                  default -> credentials.getObject().asked(call);
                })
        .explains(Explanation.of(asked -> why.getObject().of(asked), "client"))
        .serves(
            Endpoint.get(CREDENTIALS, Guard.VIEWER)
                .taking("client_id", "platform_type", "status", "q", "sort", "limit", "after"))
        .serves(Endpoint.post(CREDENTIALS, Guard.ADMIN))
        .serves(Endpoint.get(CREDENTIAL, Guard.VIEWER))
        .serves(Endpoint.of(CREDENTIAL, Guard.ADMIN, "PATCH", "DELETE"))
        .serves(Endpoint.post(CREDENTIAL + "/test", Guard.ADMIN))
        .serves(Endpoint.post(CREDENTIAL + REFRESH, Guard.ADMIN).taking(TriggerRequests.WAIT))
        .serves(Endpoint.of(CREDENTIAL + HOOKS, Guard.ADMIN, "POST", "DELETE"))
        .serves(
            Endpoint.post("/api/webhooks/clientapi/{credentialId}", Guard.SIGNATURE)
                .signedBy(ShopifySignature.HEADERS))
        .serves(
            Endpoint.post("/api/admin/trigger-api-sync", Guard.ADMIN)
                .taking(
                    FORCE,
                    CLIENT,
                    CREDENTIAL_MEANT,
                    PLATFORM,
                    TriggerRequests.DRY_RUN,
                    TriggerRequests.WAIT))
        .serves(
            Endpoint.get("/api/clients/{id}/skus", Guard.VIEWER)
                .taking("q", "sort", "limit", "after"))
        .serves(
            Endpoint.get("/api/clients/{id}/records", Guard.VIEWER)
                .taking("type", "external_id", "exact", "data", "limit"))
        .serves(Endpoint.get("/api/clients/{id}/types", Guard.VIEWER))
        .serves(Endpoint.get("/api/clients", Guard.VIEWER).taking("q", "limit", "after"))
        .declared();
  }

  /** The run of a slot in a scope of its own: it stands beside the one that reads accounts. */
  private static RunRequest beside(String mode, String what, Instant slot) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put(MODE, mode);
    return RunRequest.of(WORD, WORD + "/" + what, Trigger.SCHEDULE, "schedule", asked)
        .inSlot(Optional.of(WORD + "|" + what + "|" + slot));
  }

  /** Whether it is asked which records are gone, of all accounts or of one. */
  static boolean isSweep(JsonNode parameters) {
    return parameters.path(MODE).asText().equals(SWEEP);
  }
}
