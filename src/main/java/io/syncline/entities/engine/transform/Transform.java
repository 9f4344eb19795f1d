package io.syncline.entities.engine.transform;

import io.syncline.entities.engine.value.Cell;

/** Makes a value of a cell that is not empty (mapping#7-transforms). Threads may share it. */
@FunctionalInterface
public interface Transform {

  Reading read(Cell cell);
}
