package io.syncline.sandbox.junglescout;

import static io.syncline.sandbox.junglescout.JungleScoutRefusals.require;

import io.syncline.sandbox.engine.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads query parameters the way the vendor refuses them. */
public record JungleScoutParameters(JungleScoutCall call) {

  public static final Pattern ASIN = Pattern.compile("B[0-9A-Z]{9}|[0-9]{9}[0-9X]");

  private static final int DEFAULT_SIZE = 10;
  private static final int MAX_SIZE = 100;

  Marketplace marketplace() {
    return Marketplace.ofCode(call.parameter("marketplace"))
        .orElseThrow(
            () ->
                refuse("marketplace", "marketplace must be one of us uk de in ca fr it es mx jp"));
  }

  int pageSize() {
    String text = call.parameter("page[size]");
    if (text.isEmpty()) {
      return DEFAULT_SIZE;
    }
    require(
        text.matches("[0-9]{1,3}") && Integer.parseInt(text) > 0,
        "page[size]",
        "page[size] must be a positive number");
    int size = Integer.parseInt(text);
    require(size <= MAX_SIZE, "page[size]", "page[size] must be at most " + MAX_SIZE);
    return size;
  }

  Cursor cursor() {
    String text = call.parameter("page[cursor]");
    return text.isEmpty() ? new Cursor(0, false) : Cursor.decode(text);
  }

  String asin() {
    String text = call.parameter("asin");
    require(ASIN.matcher(text).matches(), "asin", "asin must be exactly one ASIN");
    return text;
  }

  LocalDate date(String name) {
    try {
      return LocalDate.parse(call.parameter(name));
    } catch (DateTimeParseException malformed) {
      throw refuse(name, name + " must be a date such as 2026-01-31");
    }
  }

  private static Refusal refuse(String parameter, String detail) {
    return JungleScoutRefusals.badParameter(parameter, detail);
  }

  /** A place in the list of matches; a broken one belongs to a page that cannot be read. */
  record Cursor(int offset, boolean broken) {

    private static final Pattern TEXT = Pattern.compile("(offset|broken):([0-9]{1,9})");

    String encode() {
      String text = (broken ? "broken:" : "offset:") + offset;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Cursor decode(String encoded) {
      Matcher text = TEXT.matcher(plain(encoded));
      require(text.matches(), "page[cursor]", "page[cursor] is not a cursor of this service");
      return new Cursor(Integer.parseInt(text.group(2)), "broken".equals(text.group(1)));
    }

    private static String plain(String encoded) {
      try {
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.US_ASCII);
      } catch (IllegalArgumentException notBase64) {
        return "";
      }
    }
  }
}
