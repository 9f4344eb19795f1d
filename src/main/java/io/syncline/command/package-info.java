/**
 * Owns the command line: everything {@code java -jar syncline.jar} does besides serving. A command
 * that needs the pipelines starts the application through {@link ApplicationStart}.
 */
@NullMarked
package io.syncline.command;

import org.jspecify.annotations.NullMarked;
