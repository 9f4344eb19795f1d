package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.error.RequestRefused;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Something that may be asked of a run: how it is called, checked and kept. */
public sealed interface Parameter {
  List<String> TRUTHS = List.of("true", "false");
  String UUID = "(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** By what a refusal calls it. */
  String name();

  /** The names that it takes. */
  default List<String> names() {
    return List.of(name());
  }

  /**
   * Checks what is asked and adds to {@code kept} what the run is to know of it.
   *
   * @throws RequestRefused 400 with what is allowed
   */
  void check(JsonNode asked, ObjectNode kept);

  /** What it takes, for people who are to say it. */
  List<ParameterForm> described();

  /** Whether it says anything beside what is given. */
  default boolean says(Map<String, String> given) {
    return true;
  }

  /** True or false; kept where it is true. */
  static Flag flag(String name) {
    return new Flag(name);
  }

  /** Nothing but true, in JSON: a part of {@link #exactlyOne}. */
  static Mark mark(String name) {
    return new Mark(name);
  }

  /** One of the words. */
  static Choice choice(String name, String... words) {
    return new Choice(name, List.of(words), Optional.empty(), Optional.empty());
  }

  /** A text that the regular expression matches; the words say of what kind it is. */
  static Text text(String name, String shape, String words) {
    return new Text(name, shape, words, UnaryOperator.identity());
  }

  /** A UUID, kept in small letters. */
  static Text uuid(String name) {
    return new Text(name, UUID, "a UUID", id -> id.toLowerCase(Locale.ROOT));
  }

  /** A list of so many texts of at most so many characters, each kept once. */
  static Texts texts(String name, int most, int longest) {
    return new Texts(name, most, longest);
  }

  /** One of these and no second one. */
  static OneOf exactlyOne(Parameter... some) {
    return new OneOf(List.of(some), Optional.empty());
  }

  record Flag(String name) implements Parameter {

    @Override
    public List<ParameterForm> described() {
      return ParameterForm.truth(name);
    }

    @Override
    public void check(JsonNode asked, ObjectNode kept) {
      if (isSet(asked)) {
        kept.put(name, true);
      }
    }

    /** A query has texts only, so that they are taken as well. */
    boolean isSet(JsonNode asked) {
      JsonNode value = asked.path(name);
      if (value.isMissingNode() || value.isBoolean()) {
        return value.asBoolean(false);
      }
      if (value.isTextual() && TRUTHS.contains(value.asText())) {
        return Boolean.parseBoolean(value.asText());
      }
      throw RequestRefused.invalid(name, "must be true or false", TRUTHS);
    }
  }

  record Mark(String name) implements Parameter {

    @Override
    public List<ParameterForm> described() {
      return ParameterForm.truth(name);
    }

    @Override
    public void check(JsonNode asked, ObjectNode kept) {
      if (!asked.path(name).isBoolean() || !asked.path(name).asBoolean()) {
        throw RequestRefused.invalid(name, "must be true", List.of("true"));
      }
      kept.put(name, true);
    }
  }

  /**
   * A word.
   *
   * @param otherwise the word of who says none
   * @param kept the words of another parameter beside which it is kept; beside others it says
   *     nothing
   */
  record Choice(String name, List<String> words, Optional<String> otherwise, Optional<Choice> kept)
      implements Parameter {

    public Choice orElse(String word) {
      return new Choice(name, words, Optional.of(word), kept);
    }

    /** Kept only beside these words of another one, which stands before it. */
    public Choice beside(String other, String... those) {
      return new Choice(name, words, otherwise, Optional.of(choice(other, those)));
    }

    @Override
    public List<ParameterForm> described() {
      return ParameterForm.word(name, words, otherwise);
    }

    @Override
    public void check(JsonNode asked, ObjectNode checked) {
      Optional<String> word =
          asked.hasNonNull(name) ? Optional.of(asked.get(name).asText()) : otherwise;
      if (word.isPresent() && !words.contains(word.get())) {
        throw RequestRefused.invalid(name, "unknown", words);
      }
      if (isKept(it -> checked.path(it).asText())) {
        word.ifPresent(it -> checked.put(name, it));
      }
    }

    @Override
    public boolean says(Map<String, String> given) {
      return kept.isEmpty() || !given.containsKey(kept.get().name) || isKept(given::get);
    }

    private boolean isKept(UnaryOperator<String> others) {
      return kept.isEmpty() || kept.get().words.contains(others.apply(kept.get().name));
    }
  }

  /**
   * A text.
   *
   * @param words what it must be, for who sends another one
   */
  record Text(String name, String shape, String words, UnaryOperator<String> form)
      implements Parameter {

    /** Kept in this form. */
    public Text as(UnaryOperator<String> other) {
      return new Text(name, shape, words, other);
    }

    @Override
    public List<ParameterForm> described() {
      return ParameterForm.text(name, words);
    }

    @Override
    public void check(JsonNode asked, ObjectNode kept) {
      JsonNode value = asked.path(name);
      if (value.isMissingNode()) {
        return;
      }
      if (!value.isTextual() || !value.asText().matches(shape)) {
        throw RequestRefused.invalid(name, "must be " + words, List.of());
      }
      kept.put(name, form.apply(value.asText()));
    }
  }

  record Texts(String name, int most, int longest) implements Parameter {

    @Override
    public List<ParameterForm> described() {
      String words = "at most %s texts of at most %s characters".formatted(most, longest);
      return ParameterForm.texts(name, words);
    }

    @Override
    public void check(JsonNode asked, ObjectNode kept) {
      JsonNode texts = asked.path(name);
      if (!texts.isArray() || texts.isEmpty()) {
        throw RequestRefused.invalid(name, "must be a list with a text", List.of());
      }
      if (texts.size() > most) {
        throw RequestRefused.invalid(
            name, "has " + texts.size() + "; at most " + most + " a call", List.of());
      }
      Set<TextNode> distinct = new LinkedHashSet<>();
      for (int i = 0; i < texts.size(); i++) {
        distinct.add(checked(texts.get(i), i));
      }
      ArrayNode array = kept.putArray(name);
      distinct.forEach(array::add);
    }

    private TextNode checked(JsonNode text, int position) {
      if (text instanceof TextNode sound
          && !sound.asText().isBlank()
          && sound.asText().length() <= longest
          && sound.asText().chars().noneMatch(Character::isISOControl)) {
        return sound;
      }
      throw RequestRefused.invalid(
          name + "[" + position + "]",
          "must be a text that is not blank, of at most " + longest + " characters",
          List.of());
    }
  }

  /**
   * One of several.
   *
   * @param otherwise what is kept as true for who asks for none of them
   */
  record OneOf(List<Parameter> some, Optional<String> otherwise) implements Parameter {

    public OneOf orElse(String mark) {
      return new OneOf(some, Optional.of(mark));
    }

    @Override
    public String name() {
      return some.get(0).name();
    }

    @Override
    public List<String> names() {
      return names(some);
    }

    @Override
    public List<ParameterForm> described() {
      return some.stream()
          .flatMap(one -> one.described().stream())
          .map(it -> it.among(names()))
          .toList();
    }

    private static List<String> names(List<Parameter> those) {
      return those.stream().flatMap(one -> one.names().stream()).toList();
    }

    @Override
    public void check(JsonNode asked, ObjectNode kept) {
      List<Parameter> chosen =
          some.stream().filter(one -> one.names().stream().anyMatch(asked::has)).toList();
      if (chosen.isEmpty() && otherwise.isPresent()) {
        kept.put(otherwise.get(), true);
      } else if (chosen.size() == 1) {
        chosen.get(0).check(asked, kept);
      } else {
        throw RequestRefused.invalid(
            chosen.isEmpty() ? name() : String.join(", ", names(chosen)),
            "send exactly one of " + String.join(", ", names()),
            names());
      }
    }
  }
}
