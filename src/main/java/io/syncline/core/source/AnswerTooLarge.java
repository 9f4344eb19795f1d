package io.syncline.core.source;

import java.io.IOException;

/** An answer passes a limit; asked again, the source would answer the same. */
final class AnswerTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param excess what there is more of than may be, in words that go on after "answers"
   */
  AnswerTooLarge(String excess) {
    super(excess);
  }
}
