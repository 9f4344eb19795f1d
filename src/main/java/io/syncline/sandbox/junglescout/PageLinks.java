package io.syncline.sandbox.junglescout;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.junglescout.JungleScoutParameters.Cursor;
import org.jspecify.annotations.Nullable;

/** The links of one page; they lead back to the host that was asked. */
record PageLinks(String url, Marketplace market, int size) {

  Fields of(Cursor self, @Nullable Cursor next) {
    return new Fields()
        .with("self", self.offset() == 0 ? first() : link(self))
        .with("next", next == null ? null : link(next));
  }

  String first() {
    return url + "?marketplace=" + market.code() + "&page%5Bsize%5D=" + size;
  }

  // Both spellings occur, so every second page has brackets that a strict URI parser refuses.
  String link(Cursor cursor) {
    String link = first() + "&page%5Bcursor%5D=" + cursor.encode();
    boolean raw = cursor.offset() / size % 2 == 0;
    return raw ? link.replace("%5B", "[").replace("%5D", "]") : link;
  }
}
