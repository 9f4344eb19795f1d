package io.syncline.entities.engine.grid;

import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The hash of a row's cells, each with its type. One thread at a time. */
final class RowDigest {
  private final MessageDigest digest = Digests.sha256();
  private final byte[] fingerprint;

  RowDigest(byte[] fingerprint) {
    this.fingerprint = fingerprint;
  }

  byte[] of(@Nullable Cell[] cells) {
    StringBuilder text = new StringBuilder(cells.length * 16);
    for (Cell cell : cells) {
      String spelt = cell == null ? "" : cell.spelling();
      text.append(type(cell)).append(spelt.length()).append(' ').append(spelt);
    }
    digest.update(fingerprint);
    return digest.digest(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static char type(@Nullable Cell cell) {
    if (cell == null) {
      return '-';
    }
    if (cell instanceof Cell.Text) {
      return 't';
    }
    if (cell instanceof Cell.Num) {
      return 'n';
    }
    if (cell instanceof Cell.Bool) {
      return 'b';
    }
    return cell instanceof Cell.Structure ? 's' : 'e';
  }
}
