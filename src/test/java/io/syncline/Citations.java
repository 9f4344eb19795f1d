package io.syncline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the texts of this repository cite, in the forms that docs/design/README.md has. */
final class Citations {
  private static final Path DESIGN = Path.of("docs/design");
  private static final Path DOCUMENTS = Path.of("docs/design/documents.md");
  private static final List<Path> SHELVES = List.of(DESIGN, Path.of("docs/sources"));
  private static final List<String> ROOTS =
      List.of(
          "README.md",
          "CHANGELOG.md",
          "Makefile",
          "Dockerfile",
          "pom.xml",
          ".ci",
          "config",
          "routes",
          "docs",
          "bench",
          "src");
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|ya?ml|md|sql|xml|html|py|c)|[^.]*");

  /** Released migrations, which must stay as they are, and the pages that say what those mean. */
  private static final Set<String> OF_OLD =
      Set.of(
          "V20261122_02__core_create_quartz_tables.sql",
          "V20261122_02__elitefactor_create_listings.sql",
          "V20261122_03__junglescout_create_sync_status.sql",
          "V20261122_01__junglescout_create_data_tables.sql",
          "docs/design/documents.md",
          "docs/sources/README.md",
          "CitationTest.java");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern DEFINED =
      Pattern.compile("(?m)^(?:#+|\\|) ((?:[CDGIPW]|[A-Z]{2}-)\\d{1,2}) ");
  private static final Pattern ON_A_PAGE =
      Pattern.compile("(?<![\\w/.#\"-])([a-z][a-z-]*)#([a-z0-9][a-z0-9-]*)");
  private static final Pattern NUMBER = Pattern.compile("\\b(?:BR|CR|EF|JS|SE|SX)-\\d{2}\\b");
  private static final Pattern SHORT = Pattern.compile("\\b[CDGIPW]\\d{1,2}\\b");
  private static final Pattern DOCUMENT = Pattern.compile("\\bdocument (0\\d\\d)\\b");
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "\\b(?:reliability|architecture|performance|style|features|core-next|mapping-semantics)"
              + "(?:\\.md| [CDGIW]\\d+)|(?<!RFC \\d{4} )\\bsections? \\d");
  private static final Pattern FILE = Pattern.compile("(?<![\\w/.>*%-])[\\w.][\\w./-]*\\.md\\b");
  private static final Pattern LINK = Pattern.compile("(?<=\\]\\()[^)\\s]+(?=\\))");
  private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+(?:IT|Test)\\b");

  /** Of Java, where a number of one letter is a citation and not a value. */
  private static final Pattern SAID =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"[CDGIPW]\\d{1,2}(?=[ :])|\\([CDGIPW]\\d{1,2}\\)\"|void [cdgiw]\\d{1,2}(?=_)",
          Pattern.DOTALL);

  private static final Pattern CONTINUED =
      Pattern.compile("\\s*\\n\\s*(?:\\*(?!/)|//|#(?= )|--)?\\s*");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");

  private final Set<String> numbers = new TreeSet<>();
  private final Set<String> tests;

  Citations() {
    markdown(DESIGN)
        .forEach(page -> matches(DEFINED, read(page)).map(m -> m.group(1)).forEach(numbers::add));
    tests =
        walk(Path.of("src/test/java"))
            .map(path -> path.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
  }

  /** Every text of the repository. */
  static List<Path> files() {
    return ROOTS.stream()
        .map(Path::of)
        .filter(Files::exists)
        .flatMap(Citations::walk)
        .filter(file -> TEXT.matcher(file.getFileName().toString()).matches())
        .filter(file -> OF_OLD.stream().noneMatch(file::endsWith))
        .toList();
  }

  /** What a file cites that is not there, or not of this repository. */
  List<String> faults(Path file, String text) {
    boolean page = file.toString().endsWith(".md");
    String prose = page ? FENCED.matcher(text).replaceAll("") : text;
    String flat = CONTINUED.matcher(prose).replaceAll(" ");
    List<String> faults = new ArrayList<>();
    add(faults, flat, OUTSIDE, m -> false);
    add(faults, flat, NUMBER, m -> numbers.contains(m.group()));
    add(faults, said(file, prose), SHORT, m -> numbers.contains(m.group()));
    add(faults, flat, DOCUMENT, m -> hasHeading(DOCUMENTS, "document-" + m.group(1)));
    add(
        faults,
        flat,
        ON_A_PAGE,
        m -> shelved(m.group(1)).filter(it -> hasHeading(it, m.group(2))).isPresent());
    add(
        faults,
        flat,
        FILE,
        m -> Files.exists(Path.of(m.group())) || Files.exists(beside(file, m.group())));
    if (page) {
      add(faults, prose, LINK, m -> leadsSomewhere(file, m.group()));
    }
    if (page && file.startsWith("docs")) {
      add(faults, prose, TEST, m -> tests.contains(m.group()));
    }
    return faults.stream().map(fault -> file + ": " + fault).toList();
  }

  private static void add(
      List<String> faults, String text, Pattern pattern, Predicate<MatchResult> isThere) {
    matches(pattern, text).filter(isThere.negate()).map(MatchResult::group).forEach(faults::add);
  }

  private static String said(Path file, String text) {
    return file.toString().endsWith(".java")
        ? matches(SAID, text)
            .map(MatchResult::group)
            .map(it -> it.startsWith("void ") ? it.substring(5).toUpperCase(Locale.ROOT) : it)
            .collect(Collectors.joining("\n"))
        : text;
  }

  private static Optional<Path> shelved(String page) {
    return SHELVES.stream().map(it -> it.resolve(page + ".md")).filter(Files::exists).findFirst();
  }

  private static boolean leadsSomewhere(Path from, String link) {
    if (link.startsWith("https://") || link.startsWith("http://")) {
      return true;
    }
    String[] parts = link.split("#", 2);
    Path file = parts[0].isEmpty() ? from : beside(from, parts[0]);
    return Files.exists(file) && (parts.length == 1 || hasHeading(file, parts[1]));
  }

  private static Path beside(Path file, String name) {
    return file.resolveSibling(name).normalize();
  }

  /** Whether a page has a heading, as a link to it is spelt. */
  private static boolean hasHeading(Path page, String anchor) {
    return matches(HEADING, FENCED.matcher(read(page)).replaceAll(""))
        .map(m -> m.group(1).strip().toLowerCase(Locale.ROOT))
        .map(it -> it.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .anyMatch(anchor::equals);
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static Stream<Path> markdown(Path folder) {
    return walk(folder).filter(path -> path.toString().endsWith(".md"));
  }

  private static Stream<Path> walk(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
