/** Two small JSON APIs as many companies have them, which page in all the usual ways. */
@NullMarked
package io.syncline.sandbox.json;

import org.jspecify.annotations.NullMarked;
