package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.run.RunFixture;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncOrderTest {

  @Test
  @DisplayName("JS-07: 1month and 1year go back a calendar month and year")
  void ranges_go_back_by_the_calendar() {
    LocalDate today = LocalDate.of(2024, 2, 29);
    assertThat(SyncOrder.DateRange.of("1month").before(today)).isEqualTo(LocalDate.of(2024, 1, 29));
    assertThat(SyncOrder.DateRange.of("1year").before(today)).isEqualTo(LocalDate.of(2023, 2, 28));
  }

  @ParameterizedTest
  @ValueSource(strings = {"us", "uk", "de", "in", "ca", "fr", "it", "es", "mx", "jp"})
  void every_marketplace_of_the_vendor_is_known_by_its_word(String word) {
    assertThat(Marketplace.of(word).word()).isEqualTo(word);
  }

  @Test
  void what_the_ledger_keeps_is_read_back_as_it_was() {
    SyncOrder master =
        new SyncOrder(Mode.MASTER, Marketplace.UK, Optional.of(SyncOrder.DateRange.YEAR), true);
    assertThat(
            SyncOrder.of(
                RunFixture.started(
                    "junglescout",
                    Instant.EPOCH,
                    "mode",
                    "master",
                    "marketplace",
                    "uk",
                    "date_range",
                    "1year",
                    "sync_mode",
                    "resume")))
        .isEqualTo(master);
  }

  @ParameterizedTest
  @CsvSource({"'',name:key,name:key", "name,key,name:key", "'',name:k:e:y,name:k:e:y"})
  @DisplayName("JS-26: the credential is name:key, from one variable or from two")
  void the_credential_is_name_and_key(String name, String key, String credential) {
    assertThat(settings(name, key).credential()).isEqualTo(credential);
  }

  @ParameterizedTest
  @CsvSource({"'',key", "'',:key", "'',name:", "'','na me:key'", "'','name:k ey'"})
  void a_credential_without_its_colon_is_refused_and_not_shown(String name, String key) {
    assertThatThrownBy(() -> settings(name, key).credential())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "JUNGLE_SCOUT_API_KEY must be name:key, or set JUNGLE_SCOUT_API_KEY_NAME beside it");
  }

  @Test
  void a_blank_key_is_none() {
    assertThat(settings("", " ").hasKey()).isFalse();
    assertThat(settings("", "a:b").hasKey()).isTrue();
  }

  private static JungleScoutSettings settings(String name, String key) {
    return new JungleScoutSettings(
        key, name, "junglescout", 100, 30, 15, 100, 5, 3, 4000, 366, ZoneOffset.UTC, "us");
  }
}
