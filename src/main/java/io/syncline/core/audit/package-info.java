/**
 * Owns the list of what people and programs have done here, {@code sync_audit}: written before an
 * action is done, so that none is done unseen, and completed after.
 */
@NullMarked
package io.syncline.core.audit;

import org.jspecify.annotations.NullMarked;
