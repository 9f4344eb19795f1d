/**
 * Tabs of Google's spreadsheets as a source: a token by a service account's key file, and two calls
 * per spreadsheet and run.
 */
@NullMarked
package io.syncline.entities.sheets;

import org.jspecify.annotations.NullMarked;
