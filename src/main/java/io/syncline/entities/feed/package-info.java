/**
 * The configuration of the pipeline, as rows of the database: what is read from which source into
 * which fields, and who is believed. Rows that somebody writes by SQL count like those of the API.
 */
@NullMarked
package io.syncline.entities.feed;

import org.jspecify.annotations.NullMarked;
