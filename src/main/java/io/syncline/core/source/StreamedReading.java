package io.syncline.core.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Reads an answer as it comes, in the time of its call. Each try begins anew: what is kept of one
 * that fails is wrong. What it leaves unread is dropped with the connection.
 */
@FunctionalInterface
public interface StreamedReading<T> {

  /** Begins at the answer's first token. */
  T read(JsonParser json) throws IOException;
}
