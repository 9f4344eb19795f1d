package io.syncline.stockx;

import io.syncline.core.secret.StoredSecrets;
import io.syncline.core.source.SourceClient;
import io.syncline.stockx.StockxSettings.Region;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The accounts at StockX. The market that StockX shows is that of the account, so three real
 * markets need three of them (stockx#the-market-is-the-accounts); each has a token, a pace and a
 * budget of its own.
 */
@Component
final class StockxAccounts {
  private static final String OWN = "";

  private final Map<String, StockxAccount> accounts = new LinkedHashMap<>();

  StockxAccounts(
      StockxSettings settings,
      Environment environment,
      ObjectProvider<SourceClient> client,
      StoredSecrets secrets,
      Clock clock) {
    Stream.concat(Stream.of(OWN), settings.accounts().keySet().stream())
        .map(name -> new StockxAccount(name, settings, environment, client, secrets, clock))
        .forEach(account -> accounts.put(account.name(), account));
  }

  /** The account that the four variables name; it also finds products and their sizes. */
  StockxAccount own() {
    return named(OWN);
  }

  /** The account whose market is asked for a region. */
  StockxAccount of(Region region) {
    return named(region.account());
  }

  /** The settings refuse a region of an account that is not there. */
  private StockxAccount named(String name) {
    return Objects.requireNonNull(accounts.get(name));
  }

  /** Those that some region asks, the own one first. */
  List<StockxAccount> asked(List<Region> regions) {
    return accounts.values().stream()
        .filter(a -> regions.stream().anyMatch(region -> region.account().equals(a.name())))
        .toList();
  }
}
