/** Guesses how a sheet may be mapped, for somebody to confirm. */
@NullMarked
package io.syncline.entities.engine.proposal;

import org.jspecify.annotations.NullMarked;
