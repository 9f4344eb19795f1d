package bench;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/** How much is loaded: a number of products, each over the same days, both ends included. */
record Job(int asins, LocalDate start, LocalDate end) {

  static final String MARKETPLACE = "us";
  static final int DAYS = 366;

  /** The source refuses today, and its day ends last on the American west coast. */
  static Job ofYear(int asins) {
    LocalDate yesterday = LocalDate.now(ZoneId.of("America/Los_Angeles")).minusDays(1);
    return new Job(asins, yesterday.minusDays(DAYS - 1), yesterday);
  }

  static Job parse(String text) {
    String[] parts = text.split(",");
    return new Job(
        Integer.parseInt(parts[0]), LocalDate.parse(parts[1]), LocalDate.parse(parts[2]));
  }

  String text() {
    return asins + "," + start + "," + end;
  }

  List<String> asinNames() {
    return IntStream.range(0, asins).mapToObj(SalesData::asin).toList();
  }

  List<LocalDate> days() {
    return start.datesUntil(end.plusDays(1)).toList();
  }

  int rows() {
    return asins * days().size();
  }
}
