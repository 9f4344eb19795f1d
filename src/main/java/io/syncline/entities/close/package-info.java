/** Leads, contacts and opportunities of Close as a source. */
@NullMarked
package io.syncline.entities.close;

import org.jspecify.annotations.NullMarked;
