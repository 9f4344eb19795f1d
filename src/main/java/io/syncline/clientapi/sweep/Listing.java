package io.syncline.clientapi.sweep;

import org.springframework.jdbc.core.simple.JdbcClient;

/** A step that changes what is listed and no record. */
interface Listing extends SweepStep {

  /** Keeps or forgets ids; answers how far the sweep is then. */
  Sweep kept(JdbcClient staging);
}
