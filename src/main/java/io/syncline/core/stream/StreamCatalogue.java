package io.syncline.core.stream;

import java.util.List;

/**
 * Streams as they are when somebody asks: those that are declared, or those whose columns a
 * database decides.
 */
@FunctionalInterface
public interface StreamCatalogue {

  List<Stream> streams();
}
