/** The simulated Google Sheets with its token host, and the spreadsheets that are there. */
@NullMarked
package io.syncline.sandbox.google;

import org.jspecify.annotations.NullMarked;
