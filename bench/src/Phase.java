package bench;

import java.util.Locale;

/** What the stub serves: the first load, the same again, a tenth changed, everything changed. */
enum Phase {
  INSERT(0),
  NOOP(0),
  MIXED(1),
  UPDATE(2);

  final int version;

  Phase(int version) {
    this.version = version;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Phase of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
