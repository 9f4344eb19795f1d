/** The pages of the console. Reads the ledger, never writes it; knows a pipeline only as a word. */
@NullMarked
package io.syncline.console;

import org.jspecify.annotations.NullMarked;
