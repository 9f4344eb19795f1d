/**
 * Owns the secrets of this installation: the generated file of a first run and, later, the
 * encryption of stored client credentials. No value ever reaches a log line or a message.
 */
package io.syncline.core.secret;
