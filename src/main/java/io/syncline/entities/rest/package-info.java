/**
 * Any JSON API as a source, by configuration alone: where it is, who we are, where its records are
 * and how its pages go on.
 */
@NullMarked
package io.syncline.entities.rest;

import org.jspecify.annotations.NullMarked;
