/** What travels in a batch: records, and items that could not become one. */
package io.syncline.core.record;
