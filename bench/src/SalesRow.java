package bench;

import java.math.BigDecimal;
import java.time.LocalDate;

/** One day of one product in one marketplace: the business columns of the sales table. */
record SalesRow(
    String asin,
    String marketplace,
    boolean parent,
    boolean variant,
    boolean standalone,
    String parentAsin,
    LocalDate date,
    Integer units,
    BigDecimal price) {}
