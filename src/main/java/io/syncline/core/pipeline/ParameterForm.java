package io.syncline.core.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * What may be said of one name that a {@link Parameter} takes.
 *
 * @param type boolean, word, text or texts
 * @param words of which it is one
 * @param otherwise the word of who says none
 * @param mustBe what a text is
 * @param exactlyOne the names of which only one may be said
 */
public record ParameterForm(
    String name,
    String type,
    List<String> words,
    Optional<String> otherwise,
    Optional<String> mustBe,
    List<String> exactlyOne) {

  static List<ParameterForm> truth(String name) {
    return one(name, "boolean", List.of(), Optional.empty(), Optional.empty());
  }

  static List<ParameterForm> word(String name, List<String> words, Optional<String> otherwise) {
    return one(name, "word", words, otherwise, Optional.empty());
  }

  static List<ParameterForm> text(String name, String mustBe) {
    return one(name, "text", List.of(), Optional.empty(), Optional.of(mustBe));
  }

  static List<ParameterForm> texts(String name, String mustBe) {
    return one(name, "texts", List.of(), Optional.empty(), Optional.of(mustBe));
  }

  private static List<ParameterForm> one(
      String name,
      String type,
      List<String> words,
      Optional<String> otherwise,
      Optional<String> mustBe) {
    return List.of(new ParameterForm(name, type, words, otherwise, mustBe, List.of()));
  }

  ParameterForm among(List<String> names) {
    return new ParameterForm(name, type, words, otherwise, mustBe, names);
  }
}
