/**
 * Owns the simulators of the outside services, served under {@code /sandbox} by the sandbox
 * profile, with seeded data, switchable faults and request counts. Nothing here is active
 * otherwise.
 */
@NullMarked
package io.syncline.sandbox;

import org.jspecify.annotations.NullMarked;
