package io.syncline.entities.engine.transform;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code currency}: an amount with at most one marker, in the minor digits of its currency. */
final class CurrencyTransform implements Transform {
  private static final int USUAL_DIGITS = 2;

  private final LocaleNumbers plain;
  private final LocaleNumbers monetary;
  private final Optional<Currency> currency;
  private final String localSymbol;
  private final int digits;
  private final boolean minorIn;
  private final boolean minorOut;

  private CurrencyTransform(Settings settings, Region region) {
    this.plain = LocaleNumbers.plain(region.locale());
    this.monetary = LocaleNumbers.monetary(region.locale());
    this.currency = currency(settings);
    this.localSymbol = currency.map(it -> it.getSymbol(region.locale())).orElse("");
    this.digits =
        currency.map(Currency::getDefaultFractionDigits).filter(it -> it >= 0).orElse(USUAL_DIGITS);
    this.minorIn = settings.word("input", "minor").isPresent();
    this.minorOut = settings.word("output", "minor").isPresent();
  }

  static Transform of(Settings settings, Region region) {
    return new CurrencyTransform(settings, region);
  }

  private static Optional<Currency> currency(Settings settings) {
    Optional<String> code = settings.text("currency");
    Optional<Currency> currency = code.flatMap(Currencies::of);
    if (code.isPresent() && currency.isEmpty()) {
      settings.fault("currency", "no code of ISO 4217");
    }
    return currency;
  }

  @Override
  public Reading read(Cell cell) {
    if (cell instanceof Cell.Num num) {
      return Reading.of(amount(num.number()));
    }
    if (!(cell instanceof Cell.Text text)) {
      return refused(cell);
    }
    Marked marked = Marked.of(text.spelling(), localSymbol);
    BigDecimal number = number(marked.number());
    if (number == null) {
      return refused(cell);
    }
    return fits(marked.marker())
        ? Reading.of(amount(number))
        : Reading.refused(RowCode.CURRENCY_MISMATCH, "Not in " + code(), cell);
  }

  private String code() {
    return currency.map(Currency::getCurrencyCode).orElse("");
  }

  private boolean fits(String marker) {
    return marker.isEmpty()
        || currency.isEmpty()
        || marker.equals(localSymbol)
        || Currencies.fits(marker, currency.get());
  }

  private @Nullable BigDecimal number(String text) {
    BigDecimal number = plain.read(text);
    return number == null ? monetary.read(text) : number;
  }

  private BigDecimal amount(BigDecimal number) {
    BigDecimal major = minorIn ? number.movePointLeft(digits) : number;
    BigDecimal rounded = major.setScale(digits, RoundingMode.HALF_UP);
    return minorOut ? rounded.movePointRight(digits).setScale(0) : rounded;
  }

  private static Reading refused(Cell cell) {
    return Reading.refused(RowCode.INVALID_CURRENCY, "Not an amount of money", cell);
  }

  /** An amount's number, with its sign or parentheses, and the marker that stood beside it. */
  private record Marked(String number, String marker) {

    static Marked of(String text, String localSymbol) {
      boolean enclosed = Signs.isEnclosed(text);
      String body = enclosed ? Texts.trim(text.substring(1, text.length() - 1)) : text;
      String sign = !body.isEmpty() && Signs.isSign(body.charAt(0)) ? body.substring(0, 1) : "";
      Marked split = split(Texts.trim(body.substring(sign.length())), localSymbol);
      if (split.marker.isEmpty()) {
        return new Marked(text, "");
      }
      // a sign on both sides of the marker stays doubled, which is no number
      String signed = sign + split.number;
      return new Marked(enclosed ? "(" + signed + ")" : signed, split.marker);
    }

    private static Marked split(String text, String localSymbol) {
      if (!localSymbol.isEmpty() && text.startsWith(localSymbol)) {
        return new Marked(Texts.trim(text.substring(localSymbol.length())), localSymbol);
      }
      if (!localSymbol.isEmpty() && text.endsWith(localSymbol)) {
        String number = text.substring(0, text.length() - localSymbol.length());
        return new Marked(Texts.trim(number), localSymbol);
      }
      int from = start(text);
      int to = end(text);
      String before = Texts.trim(text.substring(0, from));
      String after = Texts.trim(text.substring(to));
      boolean one = before.isEmpty() || after.isEmpty();
      String marker = one ? before + after : "";
      return new Marked(text.substring(from, to), Currencies.isMarker(marker) ? marker : "");
    }

    private static int start(String text) {
      int at = 0;
      while (at < text.length() && !isOfNumber(text.charAt(at))) {
        at++;
      }
      return at;
    }

    private static int end(String text) {
      int at = text.length();
      int start = start(text);
      while (at > start && !isOfNumber(text.charAt(at - 1))) {
        at--;
      }
      return at;
    }

    private static boolean isOfNumber(char sign) {
      return Character.isDigit(sign) || Signs.isSign(sign) || sign == '.' || sign == ',';
    }
  }
}
