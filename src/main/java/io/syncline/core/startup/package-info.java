/**
 * Owns what happens before the first bean: the environment is checked and completed, a
 * configuration that cannot work is refused with one sentence per fault, and the parts of a start
 * that belong to nobody else (clock, start of the schedules) have their place.
 */
package io.syncline.core.startup;
