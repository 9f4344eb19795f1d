package io.syncline.entities.engine.mapping;

import io.syncline.entities.engine.transform.Region;
import io.syncline.entities.engine.transform.Transforms;
import io.syncline.entities.engine.value.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** A feed made ready for a run: what is derived is left out, every transform is built once. */
public final class FeedPlan {
  /** What changes with the meaning of transforms and rules, so that no row is skipped then. */
  private static final String EDITION = "1";

  private final Feed feed;
  private final TypePlan type;
  private final List<MappedColumn> columns;
  private final int key;
  private final int matchOn;
  private final int keyField;
  private final byte[] fingerprint;

  private FeedPlan(Feed feed, TypePlan type, List<MappedColumn> columns) {
    this.feed = feed;
    this.type = type;
    this.columns = List.copyOf(columns);
    this.key = key(this.columns);
    this.matchOn = index(Objects.requireNonNullElse(feed.rules().matchOn(), ""));
    this.keyField = index(type.type().keyField());
    this.fingerprint = fingerprint(feed, this.columns);
  }

  /** The plan of a feed in which {@link FeedCheck} finds no fault. */
  public static FeedPlan of(Feed feed, TypePlan type) {
    List<String> faults = FeedCheck.faults(feed, type);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    Region region =
        new Region(
            Region.locale(feed.locale()).orElseThrow(), Region.zone(feed.timezone()).orElseThrow());
    List<MappedColumn> columns = new ArrayList<>();
    for (ColumnMapping column : feed.columns()) {
      if (!column.isDerived()) {
        String field = column.targetField();
        columns.add(
            new MappedColumn(
                column,
                Transforms.of(column.transform(), region),
                field == null ? null : type.policy(field)));
      }
    }
    return new FeedPlan(feed, type, columns);
  }

  public Feed feed() {
    return feed;
  }

  public TypePlan type() {
    return type;
  }

  /** What is read, in mapping order. */
  public List<MappedColumn> columns() {
    return columns;
  }

  /** Which of the columns is the key. */
  public int key() {
    return key;
  }

  /** Which of the columns finds an entity for a record without a link; -1 for none. */
  public int matchOn() {
    return matchOn;
  }

  /** Which of the columns is mapped to the field that entities are known by; -1 for none. */
  public int keyField() {
    return keyField;
  }

  public boolean isExternal() {
    return feed.rules().keyKind() == KeyKind.EXTERNAL_ID;
  }

  /** Whether a column makes claims: all do but the key. */
  public boolean claims(int column) {
    return column != key;
  }

  /** What the hash of a row holds beside its cells. */
  public byte[] fingerprint() {
    return fingerprint.clone();
  }

  private static int key(List<MappedColumn> columns) {
    int at = 0;
    while (!columns.get(at).mapping().isKey()) {
      at++;
    }
    return at;
  }

  private int index(String field) {
    for (int at = 0; at < columns.size(); at++) {
      if (field.equals(columns.get(at).mapping().targetField())) {
        return at;
      }
    }
    return -1;
  }

  private static byte[] fingerprint(Feed feed, List<MappedColumn> columns) {
    StringBuilder text = new StringBuilder(EDITION);
    text.append('\n').append(feed.rules()).append(feed.locale()).append(feed.timezone());
    for (MappedColumn column : columns) {
      text.append('\n').append(column.mapping());
      FieldPolicy policy = column.policy();
      if (policy != null) {
        text.append('\n').append(policy.field()).append(policy.appPriority());
        policy.contenders().values().stream()
            .sorted(Comparator.comparing(it -> it.feedId().toString()))
            .forEach(it -> text.append(it.feedId()).append(it.authority()).append(it.priority()));
      }
    }
    return Digests.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
