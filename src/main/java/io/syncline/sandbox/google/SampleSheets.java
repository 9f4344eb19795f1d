package io.syncline.sandbox.google;

import io.syncline.sandbox.engine.Dice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The spreadsheets of the sandbox. {@link #MASTER} has partners, staff and ASINs as three people
 * from three countries keep them, with a wrong e-mail in row 47 and no brand in row 89 of the
 * partners; {@link #FINANCE} knows some of the partners otherwise; {@link #ODD} has tabs whose
 * titles are hard to ask for.
 */
public final class SampleSheets {
  public static final String MASTER = "1SandboxMaster000000000000000000000000000001";
  public static final String FINANCE = "1SandboxFinance00000000000000000000000000001";
  public static final String ODD = "1SandboxOddTitles000000000000000000000000001";
  public static final long PARTNERS = 0;
  public static final long STAFF = 1_101;
  public static final long ASINS = 1_202;

  private static final int PARTNER_COUNT = 150;
  private static final int STAFF_COUNT = 40;
  private static final int ASIN_COUNT = 60;
  private static final int FINANCE_COUNT = 60;
  private static final int ROW_OF_BAD_EMAIL = 47;
  private static final int ROW_WITHOUT_BRAND = 89;
  private static final List<String> FIRST =
      List.of(
          "North", "Blue", "Quiet", "Golden", "Little", "Wild", "Silver", "Old", "Bright", "Café");
  private static final List<String> SECOND =
      List.of(
          "Harbor", "Fox", "Meadow", "Kettle", "Pine", "Anchor", "Lantern", "Mühle", "Thistle",
          "Orchard", "Crane", "Pebble", "Willow", "Ember", "Compass");
  private static final List<String> NAMES =
      List.of("Ada", "Björn", "Chloe", "Dmitri", "Elif", "Farid", "Grace", "Hana", "Iris", "Jonas");
  private static final List<String> STATUSES = List.of("Active", "Paused", "Onboarding", "Churned");
  private static final List<String> TIERS = List.of("Gold", "Silver", "Bronze");
  private static final List<String> TITLES =
      List.of("Account Manager", "Buyer", "Analyst", "Designer");
  private static final DateTimeFormatter DAY_FIRST =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);
  private static final LocalDate FIRST_DAY = LocalDate.of(2021, 1, 4);

  private final Dice dice;

  SampleSheets(Dice dice) {
    this.dice = dice;
  }

  List<Spreadsheet> all() {
    return List.of(
        new Spreadsheet(
            MASTER,
            "Master Sheet",
            "en_US",
            "America/New_York",
            true,
            List.of(
                Tab.of(PARTNERS, "Partners", partners()),
                Tab.of(STAFF, "Staff", staff()),
                Tab.of(ASINS, "ASINs", asins()))),
        new Spreadsheet(
            FINANCE,
            "Finance",
            "en_GB",
            "Europe/London",
            true,
            List.of(Tab.of(0, "Revenue", finance()))),
        new Spreadsheet(ODD, "Odd titles", "de_DE", "Europe/Berlin", true, odd()));
  }

  private List<List<Cell>> partners() {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(
        header(
            "Brand Name",
            "Status",
            "Tier",
            "Email",
            "MRR",
            "Margin",
            "Start Date",
            "Active",
            "Seats",
            "Last Call",
            "Notes"));
    IntStream.range(0, PARTNER_COUNT).mapToObj(this::partner).forEach(rows::add);
    return rows;
  }

  /** Rows without a last call and notes end before them. */
  private List<Cell> partner(int number) {
    int row = number + 2;
    String brand = brand(number);
    String email =
        row == ROW_OF_BAD_EMAIL ? "hello at " + slug(brand) : "hello@" + slug(brand) + ".example";
    List<Cell> cells =
        new ArrayList<>(
            List.of(
                Cell.text(row == ROW_WITHOUT_BRAND ? "" : brand),
                Cell.text(dice.pick(STATUSES, "status", number)),
                Cell.text(dice.pick(TIERS, "tier", number)),
                Cell.text(email),
                mrr(number),
                Cell.percent(
                    BigDecimal.valueOf(50 + dice.below(400, "margin", number), 3).toPlainString()),
                Cell.date(FIRST_DAY.plusDays(dice.below(1_500, "start", number))),
                Cell.bool(!dice.oneIn(5, "active", number)),
                Cell.number(String.valueOf(1 + dice.below(40, "seats", number)))));
    if (!dice.oneIn(3, "called", number)) {
      cells.add(Cell.dateTime(lastCall(number)));
    }
    if (cells.size() > 9 && dice.oneIn(4, "notes", number)) {
      cells.add(
          Cell.text(
              "Prefers e-mail; renews in " + (1 + dice.below(12, "renewal", number)) + " months"));
    }
    return cells;
  }

  private LocalDateTime lastCall(int number) {
    return LocalDate.of(2026, 9, 1)
        .plusDays(dice.below(80, "call", number))
        .atTime(9 + dice.below(8, "hour", number), 15 * dice.below(4, "quarter", number));
  }

  /** Most are numbers, some were typed with their sign. */
  private Cell mrr(int number) {
    BigDecimal amount = BigDecimal.valueOf(10_000 + dice.below(1_990_000, "mrr", number), 2);
    return dice.oneIn(10, "typed", number)
        ? Cell.text("$" + grouped(amount))
        : Cell.money(amount.toPlainString());
  }

  private List<List<Cell>> staff() {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(header("Full Name", "Email", "Title", "Day Rate", "Joined"));
    for (int number = 0; number < STAFF_COUNT; number++) {
      String name =
          NAMES.get(number % NAMES.size())
              + " "
              + dice.pick(SECOND, "surname", number)
              + "-"
              + number;
      BigDecimal rate = BigDecimal.valueOf(20_000 + dice.below(130_000, "rate", number), 2);
      LocalDate joined = FIRST_DAY.plusDays(dice.below(1_800, "joined", number));
      rows.add(
          List.of(
              Cell.text(name),
              Cell.text("s" + number + "@staff.example"),
              Cell.text(dice.pick(TITLES, "title", number)),
              Cell.text("£" + grouped(rate)),
              Cell.text(DAY_FIRST.format(joined))));
    }
    return rows;
  }

  private List<List<Cell>> asins() {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(header("ASIN", "Titel", "Preis"));
    for (int number = 0; number < ASIN_COUNT; number++) {
      BigDecimal price = BigDecimal.valueOf(499 + dice.below(200_000, "price", number), 2);
      rows.add(
          List.of(
              Cell.text("B0" + dice.digits(8, "asin", number)),
              Cell.text(
                  dice.pick(FIRST, "goods", number) + " " + dice.pick(SECOND, "kind", number)),
              Cell.text(german(price))));
    }
    return rows;
  }

  private static String grouped(BigDecimal amount) {
    return String.format(Locale.ROOT, "%,.2f", amount);
  }

  private static String german(BigDecimal amount) {
    return grouped(amount).replace('.', ';').replace(',', '.').replace(';', ',') + " €";
  }

  /** Every third says another revenue than the partners' tab, every fourth another tier. */
  private List<List<Cell>> finance() {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(header("Brand", "Monthly Revenue", "Tier"));
    for (int number = 0; number < FINANCE_COUNT; number++) {
      boolean differs = number % 3 == 0;
      rows.add(
          List.of(
              Cell.text(brand(number).toUpperCase(Locale.ROOT)),
              differs ? Cell.number(String.valueOf(1_000 + number)) : mrr(number),
              Cell.text(number % 4 == 0 ? "Platinum" : dice.pick(TIERS, "tier", number))));
    }
    return rows;
  }

  private static List<Tab> odd() {
    List<List<Cell>> rows =
        List.of(header("Brand", "Notes"), List.of(Cell.text("Odd"), Cell.text("x")));
    return List.of(
        Tab.of(1, "It's, here! (50 %)", rows),
        Tab.of(2, "Größe & Preis", rows),
        Tab.of(3, "A1", rows),
        Tab.of(4, "Empty", List.of()),
        Tab.of(5, "Two words", rows));
  }

  private static List<Cell> header(String... titles) {
    return Stream.of(titles).map(Cell::text).toList();
  }

  private static String brand(int number) {
    return FIRST.get(number % FIRST.size()) + " " + SECOND.get(number / FIRST.size());
  }

  private static String slug(String brand) {
    return brand.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
  }
}
