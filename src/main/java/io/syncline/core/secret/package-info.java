/**
 * Owns the secrets of this installation: the generated file of a first run. No value ever reaches a
 * log line or a message.
 */
package io.syncline.core.secret;
