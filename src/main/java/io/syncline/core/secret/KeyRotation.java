package io.syncline.core.secret;

import io.syncline.core.error.UnreadableSecret;
import io.syncline.core.secret.SealedColumns.Sealed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.springframework.stereotype.Component;

/**
 * Seals every stored secret with the primary key (decision 0096).
 *
 * <ol>
 *   <li>Others read and write meanwhile: a value is replaced only as it was read.
 *   <li>A page is one statement, and what is sealed with the primary key is left alone, so that a
 *       rotation that was killed goes on when it is begun again.
 *   <li>It ends with a pass that found every secret to open and none to be sealed.
 *   <li>What does not open is left as it is and named; the others go on.
 * </ol>
 */
@Component
public final class KeyRotation {
  private static final int PAGE = 500;
  private static final int MOST_PASSES = 5;
  private static final int MOST_NAMED = 20;

  private final SecretBox box;
  private final SealedColumns columns;

  KeyRotation(SecretBox box, SealedColumns columns) {
    this.box = box;
    this.columns = columns;
  }

  /**
   * What became of the secrets.
   *
   * @param resealed how often one was sealed anew
   * @param current how many the primary key has sealed, at the end
   * @param left how many somebody else changed again and again
   * @param unreadable how many do not open
   * @param named the owners of the first of these
   */
  public record Rotated(
      long resealed, long current, long left, long unreadable, List<String> named) {

    public Rotated {
      named = List.copyOf(named);
    }

    public boolean isWhole() {
      return left == 0 && unreadable == 0;
    }
  }

  /**
   * Goes through all of them.
   *
   * @param told hears after each page how many were sealed anew so far
   */
  public Rotated rotate(LongConsumer told) {
    Pass pass = new Pass(0, told);
    pass.all();
    for (int passes = 1; pass.stale > 0 && passes < MOST_PASSES; passes++) {
      pass = new Pass(pass.resealed, told);
      pass.all();
    }
    return new Rotated(pass.resealed, pass.current, pass.lost, pass.unreadable, pass.named);
  }

  /** One walk through all columns. */
  private final class Pass {
    private final LongConsumer told;
    private final List<String> named = new ArrayList<>();
    private long resealed;
    private long stale;
    private long lost;
    private long current;
    private long unreadable;

    Pass(long before, LongConsumer told) {
      this.resealed = before;
      this.told = told;
    }

    void all() {
      for (SealedColumn column : columns.all()) {
        List<Sealed> page = columns.first(column, PAGE);
        while (!page.isEmpty()) {
          reseal(column, page);
          told.accept(resealed);
          page = columns.after(column, page.get(page.size() - 1).key(), PAGE);
        }
      }
    }

    private void reseal(SealedColumn column, List<Sealed> page) {
      List<Sealed> read = new ArrayList<>();
      List<byte[]> fresh = new ArrayList<>();
      for (Sealed kept : page) {
        try {
          String text = box.open(kept.value(), kept.owner());
          if (box.isCurrent(kept.value())) {
            current++;
          } else {
            read.add(kept);
            fresh.add(box.seal(text, kept.owner()));
          }
        } catch (UnreadableSecret e) {
          name(kept.owner());
        }
      }
      if (!read.isEmpty()) {
        int replaced = columns.replace(column, read, fresh);
        stale += read.size();
        lost += read.size() - replaced;
        resealed += replaced;
      }
    }

    private void name(String owner) {
      unreadable++;
      if (named.size() < MOST_NAMED) {
        named.add(owner);
      }
    }
  }
}
