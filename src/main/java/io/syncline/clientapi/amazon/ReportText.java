package io.syncline.clientapi.amazon;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The character set of a report: the one that its file names, else UTF-8 where that is what it is,
 * else what its marketplace is known to use (amazon-sp#reports).
 */
final class ReportText {
  private static final Pattern NAMED =
      Pattern.compile("charset=\"?([A-Za-z0-9_.:-]{1,40})", Pattern.CASE_INSENSITIVE);
  private static final String JAPAN = "A1VC38T7YXB528";

  private ReportText() {}

  static Optional<Charset> named(Optional<String> contentType) {
    return contentType.map(NAMED::matcher).filter(Matcher::find).flatMap(it -> find(it.group(1)));
  }

  private static Optional<Charset> find(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // none that there is
    }
  }

  static Charset guessed(List<byte[]> lines, String market) {
    boolean isUtf8 = lines.stream().allMatch(ReportText::isUtf8);
    String usual = market.equals(JAPAN) ? "windows-31j" : "windows-1252";
    return isUtf8 ? StandardCharsets.UTF_8 : Charset.forName(usual);
  }

  private static boolean isUtf8(byte[] line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
