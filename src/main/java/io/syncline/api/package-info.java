/**
 * Everything over HTTP: Camel's consumer made bounded, requests read and answered with nothing of a
 * caller's headers passing in either direction (C1, C2), and what every pipeline has in common:
 * runs, dead letters, divergence, health.
 */
@NullMarked
package io.syncline.api;

import org.jspecify.annotations.NullMarked;
