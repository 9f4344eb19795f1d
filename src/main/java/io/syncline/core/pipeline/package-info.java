/**
 * What a pipeline brings so that everything else can know it, and how each is; where a run of any
 * pipeline is asked for.
 */
@NullMarked
package io.syncline.core.pipeline;

import org.jspecify.annotations.NullMarked;
