package io.syncline.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.ClientRecord;
import io.syncline.clientapi.platform.RecordMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** A market's goods and orders are known by their number. */
@Profile(StallClient.WORD)
@Component
record StallMapper() implements RecordMapper {

  @Override
  public String platform() {
    return StallClient.WORD;
  }

  @Override
  public ClientRecord map(Credential credential, String type, JsonNode record) {
    if (!record.hasNonNull("number")) {
      throw new IllegalArgumentException("number: missing");
    }
    return new ClientRecord(
        record.path("number").asText(), null, Instant.parse(record.path("at").asText()), record);
  }

  /** An account may be of some numbers only. */
  @Override
  public List<String> endings(Credential credential) {
    List<String> numbers = new ArrayList<>();
    credential.settings().path("numbers").forEach(number -> numbers.add("-" + number.asText()));
    return numbers;
  }
}
