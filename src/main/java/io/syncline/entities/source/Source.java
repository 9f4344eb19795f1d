package io.syncline.entities.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.run.ActiveRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A kind of source, such as spreadsheets; one bean per kind, found by its word. */
public interface Source {

  /** The word that stands in {@code data_sources.type}. */
  String type();

  /** The word that stands in {@code field_lineage.source_type}. */
  String lineageType();

  /**
   * Everything that is wrong with a source's configuration and with the tabs that its feeds name,
   * each with the key at fault; nothing is called.
   */
  List<String> faults(JsonNode config, Set<String> tabNames);

  /** Whether nothing comes but what the feeds map; others give all that there is. */
  default boolean readsOnlyMapped() {
    return false;
  }

  /**
   * Reads feeds of one source with as few calls as it takes; answers each of them.
   *
   * @throws io.syncline.core.error.SyncFailure when nothing of the source can be read
   */
  Map<UUID, FeedRead> read(SourceOrder order, ActiveRun run);
}
