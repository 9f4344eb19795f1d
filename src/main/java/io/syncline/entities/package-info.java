/**
 * Pipeline {@code entities}: writes mapped columns of sheets, of a CRM and of other APIs into
 * partners, staff and ASINs of both databases, and keeps where each value came from (document 001).
 */
@NullMarked
package io.syncline.entities;

import org.jspecify.annotations.NullMarked;
