/**
 * The simulators of the outside services, a package for each, served under {@code /sandbox} by the
 * sandbox profile, with seeded data, switchable faults and request counts. Nothing here is active
 * otherwise.
 */
@NullMarked
package io.syncline.sandbox;

import org.jspecify.annotations.NullMarked;
