/**
 * Runs: opened once, leased, kept alive, stopped, closed once. Owns {@code sync_runs} and {@code\n
 * * run_leases}; knows a pipeline only as a word.
 */
package io.syncline.core.run;
