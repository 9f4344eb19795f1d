package io.syncline.core.record;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON whose numbers keep the digits they are written with: 12.50 stays 12.50, none is rounded. */
public final class ExactNumbers {
  private ExactNumbers() {}

  public static JsonMapper.Builder in(JsonMapper.Builder mapper) {
    return mapper
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }
}
