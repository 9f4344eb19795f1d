package io.syncline.clientapi.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.clientapi.credential.Credential;
import java.util.List;

/**
 * Says of a platform's records what they are known by; no I/O. A bean per platform, which threads
 * share: the records of a page are mapped on all cores.
 */
public interface RecordMapper {

  /** The platform's word, as it stands in {@code platform_type}. */
  String platform();

  /**
   * What a record is known by.
   *
   * @throws IllegalArgumentException for one without an id, which is kept as it came
   */
  ClientRecord map(Credential credential, String type, JsonNode record);

  /**
   * How the ids end of which a listing of a type can tell: what an account has given up, such as
   * one of its marketplaces, is not listed and not gone. Without any it tells of all.
   */
  default List<String> endings(Credential credential) {
    return List.of();
  }
}
