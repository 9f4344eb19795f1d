/**
 * Product and sales data of Jungle Scout: which products are read, how an answer becomes records,
 * and what the documents' endpoints answer. Wire contract: docs/sources/junglescout.md; flow:
 * document 004.
 */
package io.syncline.junglescout;
