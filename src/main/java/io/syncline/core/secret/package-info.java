/**
 * Owns the secrets of this installation: the generated file of a first run, and credentials that
 * change while it runs, encrypted in {@code stored_secrets}. No value ever reaches a log line or a
 * message.
 */
@NullMarked
package io.syncline.core.secret;

import org.jspecify.annotations.NullMarked;
