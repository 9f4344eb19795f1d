/**
 * What people and programs see of the runs: the ledger as JSON, the state of each pipeline, health,
 * and the console's pages. Reads the ledger, never writes it; knows a pipeline only as a word.
 */
@NullMarked
package io.syncline.web;

import org.jspecify.annotations.NullMarked;
