/**
 * Pipeline {@code clientapi}: what clients sell, from each one's own account at a platform, into
 * one table of both databases (document 003).
 */
@NullMarked
package io.syncline.clientapi;

import org.jspecify.annotations.NullMarked;
