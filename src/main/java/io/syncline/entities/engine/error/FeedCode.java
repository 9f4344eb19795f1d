package io.syncline.entities.engine.error;

/** Why a feed's run fails before its first row (mapping#23-headers). */
public enum FeedCode {
  CONFIG_INVALID,
  HEADER_ROW_MISSING,
  KEY_COLUMN_MISSING,
  KEY_COLUMN_AMBIGUOUS,
  REQUIRED_COLUMN_MISSING,
  REQUIRED_COLUMN_AMBIGUOUS
}
