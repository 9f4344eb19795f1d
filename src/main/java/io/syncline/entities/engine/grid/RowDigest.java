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
    digest.update(fingerprint);
    for (Cell cell : cells) {
      byte[] text = cell == null ? new byte[0] : cell.spelling().getBytes(StandardCharsets.UTF_8);
      digest.update(type(cell));
      for (int shift = 24; shift >= 0; shift -= 8) {
        digest.update((byte) (text.length >>> shift));
      }
      digest.update(text);
    }
    return digest.digest();
  }

  private static byte type(@Nullable Cell cell) {
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
    return (byte) (cell instanceof Cell.Structure ? 's' : 'e');
  }
}
