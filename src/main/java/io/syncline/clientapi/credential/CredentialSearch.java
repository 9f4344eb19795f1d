package io.syncline.clientapi.credential;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which credentials somebody looks for; any where a part is null.
 *
 * @param text a part of its label, its account, its client's id or its own
 * @param worstFirst those in error, then those whose last run failed, then untested ones; at the
 *     end those that are paused. Otherwise by their ids
 * @param after the credential after which they begin
 */
public record CredentialSearch(
    @Nullable UUID client,
    @Nullable String platform,
    @Nullable String status,
    @Nullable String text,
    boolean worstFirst,
    @Nullable UUID after,
    int most) {

  private static final String WORST_FIRST =
      """
      CASE WHEN is_paused THEN 4 WHEN status = 'error' THEN 0 WHEN failures > 0 THEN 1
           WHEN status = 'pending' THEN 2 ELSE 3 END, label, credential_id""";

  private static final String FOUND =
      """
      WHERE (:client::uuid IS NULL OR client_id = :client)
        AND (:platform::text IS NULL OR platform_type = :platform)
        AND (:status::text IS NULL OR status = :status)
        AND (:text::text IS NULL
             OR position(lower(:text) IN lower(concat_ws(' ', label, account, client_id, credential_id))) > 0)
        AND (:after::uuid IS NULL OR %s)
      ORDER BY %s LIMIT :most
      """;

  String query() {
    return CredentialRows.ALL
        + (worstFirst
            ? FOUND.formatted(
                "(%1$s) > (SELECT %1$s FROM client_api_credentials WHERE credential_id = :after)"
                    .formatted(WORST_FIRST),
                WORST_FIRST)
            : FOUND.formatted("credential_id > :after", "credential_id"));
  }

  Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("client", client);
    parameters.put("platform", platform);
    parameters.put("status", status);
    parameters.put("text", text);
    parameters.put("after", after);
    parameters.put("most", most);
    return parameters;
  }
}
