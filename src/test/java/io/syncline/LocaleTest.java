package io.syncline;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing depends on the language, digits or character set of the machine. */
@AnalyzeClasses(packages = "io.syncline", importOptions = ImportOption.DoNotIncludeTests.class)
class LocaleTest {
  /** Of these the ones without a locale or a character set. */
  private static final Map<String, Set<String>> CALLS =
      Map.of(
          "java.lang.String", Set.of("toLowerCase", "toUpperCase", "getBytes", "format"),
          "java.nio.charset.Charset", Set.of("defaultCharset"),
          "java.util.Locale", Set.of("getDefault"));

  private static final Set<String> READERS =
      Set.of("java.io.FileReader", "java.io.FileWriter", "java.io.InputStreamReader");

  /** What a format writes with the digits and signs of a language. */
  private static final Pattern LOCALISED = Pattern.compile("%[-,+0-9.(]*[dfeEgG](?![a-z(_])");

  @ArchTest
  static final ArchRule no_text_is_made_with_the_machines_language_or_character_set =
      noClasses()
          .should()
          .callMethodWhere(describe("goes by the machine's defaults", LocaleTest::isByDefault))
          .orShould()
          .callConstructorWhere(
              describe("reads by the machine's character set", LocaleTest::isByDefault));

  @Test
  void numbers_are_written_with_the_same_digits_everywhere() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> lines =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(LocaleTest::lines)
              .filter(line -> LOCALISED.matcher(line).find() && !line.contains("Locale.ROOT"))
              .toList();
      assertThat(lines).as("an s in place of the d writes a number alike everywhere").isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void the_defaults_of_a_start_do_not_come_from_the_machine() {
    assertThat(
            Stream.of("ar-EG-u-nu-arab", "tr-TR", "th-TH-u-nu-thai-ca-buddhist")
                .map(Locale::forLanguageTag)
                .map(locale -> String.format(locale, "%d", 2026)))
        .contains("٢٠٢٦", "2026", "๒๐๒๖");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      io.syncline.core.startup.JvmDefaults.set();
      assertThat("%d %s".formatted(2026, "TITLE".toLowerCase())).isEqualTo("2026 title");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static boolean isByDefault(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    List<String> parameters =
        call.getTarget().getRawParameterTypes().stream().map(type -> type.getSimpleName()).toList();
    boolean told = parameters.contains("Locale") || parameters.contains("Charset");
    return !told
        && (CALLS.getOrDefault(owner, Set.of()).contains(call.getName())
            || READERS.contains(owner));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(line -> file.getFileName() + ": " + line.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
