/** Amazon's Selling Partner API: orders, listings and stock of a seller (amazon-sp). */
@NullMarked
package io.syncline.clientapi.amazon;

import org.jspecify.annotations.NullMarked;
