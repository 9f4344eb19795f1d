package io.syncline.core.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.syncline.core.record.ExactNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads JSON of sources: prices keep the digits of the wire, and nothing may be nested or long
 * without limit. Threads may share it.
 */
final class SourceJson {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER =
      1_000; // any double written out; what no column holds costs its value alone
  private static final int LONGEST_TEXT = 1 << 20;

  /** Of an answer: three bytes such as {@code {},} take eighty in memory. */
  private static final int MOST_TOKENS = 500_000;

  private final ObjectMapper whole =
      exactNumbers(new JsonFactory(), constraints().maxTokenCount(MOST_TOKENS).build());
  private final ObjectMapper streamed = exactNumbers(new JsonFactory(), constraints().build());

  /** What the bytes hold; empty when that is no JSON. */
  Optional<JsonNode> read(byte[] bytes) {
    try {
      return Optional.ofNullable(whole.readTree(bytes)).filter(body -> !body.isMissingNode());
    } catch (IOException e) {
      return Optional.empty(); // what that means is for the status to say
    }
  }

  /** Reads as it comes; holds one token at a time. */
  JsonParser open(InputStream in) throws IOException {
    return streamed.createParser(in);
  }

  private static StreamReadConstraints.Builder constraints() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(DEEPEST)
        .maxNumberLength(LONGEST_NUMBER)
        .maxStringLength(LONGEST_TEXT);
  }

  private static ObjectMapper exactNumbers(JsonFactory factory, StreamReadConstraints limits) {
    factory.setStreamReadConstraints(limits);
    return ExactNumbers.in(JsonMapper.builder(factory))
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
