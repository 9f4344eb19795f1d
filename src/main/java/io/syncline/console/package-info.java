/** Owns the console's pages: they read the ledger and know a pipeline only as a word. */
@NullMarked
package io.syncline.console;

import org.jspecify.annotations.NullMarked;
