package io.syncline.entities.engine;

import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.value.Digests;
import io.syncline.entities.engine.value.Numbers;
import io.syncline.entities.engine.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hash of what an entity's mapped fields hold: somebody else's change shows in it. */
final class FieldHash {
  private final FeedPlan plan;
  private final MessageDigest digest = Digests.sha256();

  FieldHash(FeedPlan plan) {
    this.plan = plan;
  }

  String of(Map<String, @Nullable Value> values) {
    StringBuilder text = new StringBuilder(plan.columns().size() * 16);
    for (int column = 0; column < plan.columns().size(); column++) {
      FieldPolicy policy = plan.columns().get(column).policy();
      if (policy != null && plan.claims(column)) {
        Value value = values.get(policy.field().name());
        String spelt = value == null ? "" : spelling(value);
        text.append(value == null ? '-' : '+').append(spelt.length()).append(' ').append(spelt);
      }
    }
    return HexFormat.of()
        .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String spelling(Value value) {
    return value instanceof Value.Num num ? Numbers.plain(num.number()) : value.text();
  }
}
