package io.syncline.core.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a file as it comes, in the time of its call. Each try begins anew: what is kept of one that
 * fails is wrong. What it leaves unread is dropped with the connection.
 */
@FunctionalInterface
public interface BodyReading<T> {

  /** Begins at the file's first byte, unpacked. */
  T read(InputStream body) throws IOException;
}
