package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.stockx.Offers.Offer;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffersTest {

  @Test
  void arbitrage_is_between_two_currencies_only() {
    assertThat(offers(offer("USD", "100", "150")).best()).isEmpty();
    assertThat(offers(offer("USD", "100", "150"), offer("GBP", "140", "120")).best())
        .hasValueSatisfying(
            best -> {
              assertThat(best.buyIn()).isEqualTo("USD");
              assertThat(best.sellIn()).isEqualTo("GBP");
              assertThat(best.percent()).isEqualByComparingTo("20");
            });
  }

  @Test
  void amounts_of_nothing_are_no_offers() {
    assertThat(offers(offer("USD", "0", "0"), offer("GBP", "10", null)).best()).isEmpty();
    assertThat(offers(offer("USD", "0", "5"), offer("GBP", "10", null)).spread()).isEmpty();
  }

  @Test
  void nothing_is_rounded_before_the_end() {
    assertThat(offers(offer("USD", "0.004", null), offer("JPY", "0.006", null)).spread())
        .hasValueSatisfying(spread -> assertThat(spread).isEqualByComparingTo("50"));
  }

  private static Offers offers(Offer... offers) {
    return new Offers(List.of(offers));
  }

  private static Offer offer(String currency, String ask, String bid) {
    return new Offer(currency, new BigDecimal(ask), bid == null ? null : new BigDecimal(bid));
  }
}
