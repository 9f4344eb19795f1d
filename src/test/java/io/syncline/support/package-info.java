/** What tests share: one PostgreSQL for the test JVM, and fresh pairs of databases in it. */
package io.syncline.support;
