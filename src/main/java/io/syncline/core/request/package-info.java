/**
 * The one way from an HTTP request to an {@link io.syncline.core.request.ApiRequest} and from an
 * {@link io.syncline.core.request.ApiAnswer} or a failure back, whatever the pipeline. Nothing of a
 * caller's headers passes, in either direction (C1, C2).
 */
@NullMarked
package io.syncline.core.request;

import org.jspecify.annotations.NullMarked;
