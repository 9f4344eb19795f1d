package io.syncline.core.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Lists the route files one by one, so that a file outside replaces the packed one of its name. */
final class RouteFiles {
  private static final String FOLDER = "routes/";

  private RouteFiles() {}

  /** The pattern for Camel: single files, sorted; {@code false} (Camel's "none") without any. */
  static String pattern(Path outside) {
    Map<String, String> files = packed();
    files.putAll(outside(outside));
    return files.isEmpty() ? "false" : String.join(",", files.values());
  }

  private static Map<String, String> packed() {
    Map<String, String> files = new TreeMap<>();
    PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
    try {
      for (Resource root : resolver.getResources("classpath*:" + FOLDER)) {
        String prefix = root.getURL().toString();
        for (Resource file : resolver.getResources("classpath*:" + FOLDER + "**/*.yaml")) {
          String url = file.getURL().toString();
          if (url.startsWith(prefix)) {
            String name = URLDecoder.decode(url.substring(prefix.length()), StandardCharsets.UTF_8);
            files.put(name, "classpath:" + FOLDER + name);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static Map<String, String> outside(Path directory) {
    Map<String, String> files = new TreeMap<>();
    if (!Files.isDirectory(directory)) {
      return files;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      tree.filter(file -> file.toString().endsWith(".yaml") && Files.isRegularFile(file))
          .forEach(
              file ->
                  files.put(name(directory, file), "file:" + file.toAbsolutePath().normalize()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static String name(Path directory, Path file) {
    return directory.relativize(file).toString().replace('\\', '/');
  }
}
