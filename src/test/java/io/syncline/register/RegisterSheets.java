package io.syncline.register;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.TableStreams;
import io.syncline.core.write.Composition;
import io.syncline.support.ScoreSheet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Variable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Five sheets of ten partners each. */
@Profile(Register.WORD)
@Component
record RegisterSheets(TableStreams tables) {
  private static final int SHEETS = 5;
  private static final int ROWS = 10;

  List<Composition> all(@Variable("run") ActiveRun run) {
    run.tally().sourceAnswered();
    return IntStream.range(0, SHEETS).mapToObj(this::sheet).toList();
  }

  private Composition sheet(int number) {
    return new ScoreSheet(
        tables,
        IntStream.range(0, ROWS)
            .mapToObj(row -> new ScoreSheet.Row(row + 2, "p" + number + row, number * ROWS + row))
            .toList());
  }
}
