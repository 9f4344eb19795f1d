/**
 * Who may call what: a filter chain per kind of caller, everything refused that is not listed, and
 * the guards in front of Camel (start-up, body size, media type, JSON limits).
 */
@NullMarked
package io.syncline.api.security;

import org.jspecify.annotations.NullMarked;
