package io.syncline.stockx;

import io.syncline.core.notice.Notice;
import io.syncline.core.notice.Notice.Field;
import io.syncline.core.notice.Notice.Level;
import io.syncline.core.notice.RunNotice;
import io.syncline.core.notice.RunWords;
import io.syncline.core.run.ActiveRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Told of a price run: what went wrong, and what can be bought low and sold high (SX-32). */
@Component
final class StockxNotice implements RunNotice {
  private static final Logger LOG = LoggerFactory.getLogger(StockxNotice.class);

  private final ArbitrageFinder arbitrage;

  StockxNotice(ArbitrageFinder arbitrage) {
    this.arbitrage = arbitrage;
  }

  /** Nothing where all went well and no price stands out. */
  @Override
  public Optional<Notice> of(ActiveRun run) {
    List<Field> fields = new ArrayList<>(RunWords.errors(run));
    String chances = chances(run);
    if (!chances.isEmpty()) {
      fields.add(new Field("Arbitrage", chances, false));
    }
    if (fields.isEmpty() && RunWords.level(run) == Level.OK) {
      return Optional.empty();
    }
    return Optional.of(
        new Notice(
            "StockX Price Sync",
            "Status: " + RunWords.status(run),
            RunWords.level(run),
            fields,
            "run " + run.id()));
  }

  private String chances(ActiveRun run) {
    try {
      return arbitrage.best(run).stream()
          .map(chance -> "`" + chance.words().replace('`', '\'') + "`")
          .collect(Collectors.joining("\n"));
    } catch (DataAccessException e) {
      LOG.warn("no arbitrage looked for cause={}", e.getClass().getSimpleName());
      return "";
    }
  }
}
