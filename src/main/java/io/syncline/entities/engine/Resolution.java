package io.syncline.entities.engine;

import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a field will hold.
 *
 * @param winner whose claim it is; null where a manual edit wins or nobody is asked
 * @param isContested whether sources of truth were asked, of which all but one may lose
 */
record Resolution(@Nullable Value value, @Nullable Contender winner, boolean isContested) {}
