/** Credentials of clients: what we may read, and what identifies us there. */
@NullMarked
package io.syncline.clientapi.credential;

import org.jspecify.annotations.NullMarked;
