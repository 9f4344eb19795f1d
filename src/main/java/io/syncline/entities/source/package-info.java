/**
 * What a source is to this pipeline, whatever its kind: feeds are ordered, rows come back. Kinds
 * stand beside this package; a further one is a bean.
 */
@NullMarked
package io.syncline.entities.source;

import org.jspecify.annotations.NullMarked;
