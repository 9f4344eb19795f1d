package io.syncline.clientapi.sweep;

import io.syncline.clientapi.record.ClientStreams;
import io.syncline.core.stream.Stream;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The records of a type of an account, which are swept.
 *
 * @param cursor the stream whose cursor tells how far that is
 * @param endings of the ids that the platform lists; none where it lists all
 */
public record SweptType(
    UUID client, UUID credential, String type, String cursor, List<String> endings) {

  public SweptType {
    endings = List.copyOf(endings);
  }

  Stream stream() {
    return ClientStreams.RECORDS.partition(client);
  }

  /** The quoted name of the one table that has them. */
  String table() {
    return '"' + stream().table() + '"';
  }

  JdbcClient.StatementSpec statement(JdbcClient staging, String text) {
    return staging
        .sql(text)
        .param("client", client)
        .param("credential", credential)
        .param("type", type);
  }
}
