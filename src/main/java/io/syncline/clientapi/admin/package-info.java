/** How people set credentials of clients up: over HTTP and by command, with the same checks. */
@NullMarked
package io.syncline.clientapi.admin;

import org.jspecify.annotations.NullMarked;
