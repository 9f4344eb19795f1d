package io.syncline.entities.rest;

import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceQuery;
import java.util.Optional;

/**
 * A list of records that an API has.
 *
 * @param records where in an answer they stand; empty: the answer is the list
 * @param id where in a record its id stands
 */
record RecordList(
    SourcePath path,
    SourceQuery query,
    String records,
    String id,
    Paging pages,
    Optional<Changes> changes) {
  private static final SourcePath NOWHERE = SourcePath.of("nowhere");

  static RecordList of(Keys keys) {
    keys.known("path", "query", "records", "id", "pages", "changed");
    Keys changed = keys.object("changed");
    return new RecordList(
        keys.read("path", keys.text("path", ""), NOWHERE, SourcePath::text),
        SourceQuery.of(keys.texts("query")),
        keys.text("records", ""),
        keys.text("id"),
        keys.has("pages") ? Paging.of(keys.object("pages")) : none(),
        keys.has("changed") ? Optional.of(Changes.of(changed)) : Optional.empty());
  }

  private static Paging none() {
    return new Paging(Paging.By.NONE, "", "", 0, 0);
  }
}
