/** The start of the service; everything else stands in the packages below. */
@NullMarked
package io.syncline;

import org.jspecify.annotations.NullMarked;
