package io.syncline.clientapi.sweep;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where it stands how far a sweep is: in its cursor; of a dry run, which moves none, in the notes
 * of the run. What is listed is kept in either case, as nobody else sweeps the account meanwhile.
 * Threads may share it.
 */
@Component
public final class SweepPlaces {
  private final JdbcClient staging;
  private final Cursors cursors;

  SweepPlaces(Databases databases, Cursors cursors) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.cursors = cursors;
  }

  /** How far the run's sweep of a type is; empty where it has not begun. */
  public Optional<Sweep> find(String cursor, ActiveRun run) {
    return (run.isDryRun()
            ? Optional.ofNullable(run.notes().get(cursor))
            : cursors.find(run.pipeline(), cursor, run.scope()))
        .flatMap(place -> Sweep.read(place, run.id()));
  }

  /** What is left to do of a step by whoever writes; a dry run has done what is none of records. */
  public SweepStep rehearsed(SweepStep step, ActiveRun run) {
    if (!run.isDryRun()) {
      return step;
    }
    Sweep after = step instanceof Listing listing ? listing.kept(staging) : ((Marks) step).shown();
    run.notes().put(step.swept().cursor(), after.json());
    return step instanceof Marks ? step : new Noted(step.swept(), after);
  }
}
