/**
 * What a pipeline brings so that everything else can know it, how each is at the moment, and where
 * a run of any of them is asked for.
 */
@NullMarked
package io.syncline.core.pipeline;

import org.jspecify.annotations.NullMarked;
