/**
 * What every simulator has in common: switchable faults, counted requests, limits, seeded chance.
 */
@NullMarked
package io.syncline.sandbox.engine;

import org.jspecify.annotations.NullMarked;
