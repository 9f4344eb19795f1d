/**
 * Product and sales data of Jungle Scout: which products are read, how an answer becomes records,
 * and what the documents' endpoints answer. Wire contract: junglescout.md; flow: document 004.
 */
@org.springframework.lang.NonNullApi
package io.syncline.junglescout;
