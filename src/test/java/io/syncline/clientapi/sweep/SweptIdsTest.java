package io.syncline.clientapi.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.clientapi.sweep.SweptIds.Compared;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweptIdsTest {

  @ParameterizedTest
  @CsvSource({
    "5,5,false",
    "6,6,true",
    "100,20,false",
    "100,21,true",
    "29,6,true",
    "30,6,false",
    "3000000000,600000001,true",
    "0,0,false"
  })
  void more_than_five_and_more_than_a_fifth_is_a_loss(long live, long missing, boolean isLoss) {
    assertThat(new Compared(live, missing, 0).isLoss(5, 20)).isEqualTo(isLoss);
  }
}
