/** What is stored of all clients: the streams of its tables. */
@NullMarked
package io.syncline.clientapi.record;

import org.jspecify.annotations.NullMarked;
