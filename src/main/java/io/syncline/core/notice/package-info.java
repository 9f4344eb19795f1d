/** Tells people of runs over Discord, and is never in the way of one. */
package io.syncline.core.notice;
