package io.syncline.sandbox.engine;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object; unlike {@code Map.of} it keeps their order and takes JSON nulls.
 */
public final class Fields {

  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  public Fields with(String name, @Nullable Object value) {
    members.put(name, value);
    return this;
  }

  public Fields with(Fields more) {
    members.putAll(more.members);
    return this;
  }

  public @Nullable Object member(String name) {
    return members.get(name);
  }

  @JsonValue
  Map<String, @Nullable Object> members() {
    return members;
  }
}
