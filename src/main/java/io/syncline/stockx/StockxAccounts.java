package io.syncline.stockx;

import io.syncline.core.secret.StoredSecrets;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceProfile;
import io.syncline.stockx.StockxSettings.Credentials;
import io.syncline.stockx.StockxSettings.Region;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
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
      ObjectProvider<SourceClient> client,
      StoredSecrets secrets,
      Clock clock) {
    Map<String, Credentials> all = new LinkedHashMap<>(Map.of(OWN, settings.ownCredentials()));
    all.putAll(settings.accounts());
    all.forEach(
        (name, credentials) -> {
          SourceProfile host = tokenHost(settings, name);
          StockxTokens tokens =
              new StockxTokens(
                  new StockxAccount.Key(name, credentials),
                  host,
                  settings,
                  client,
                  new GrantStore(credentials.refreshToken(), secrets),
                  clock);
          accounts.put(name, new StockxAccount(name, api(settings, name, tokens), host, tokens));
        });
  }

  /** The account that the four variables name; it also finds products and their sizes. */
  StockxAccount own() {
    return accounts.get(OWN);
  }

  /** The account whose market is asked for a region. */
  StockxAccount of(Region region) {
    return accounts.get(region.account());
  }

  /** Those that some region asks, the own one first. */
  List<StockxAccount> asked(List<Region> regions) {
    return accounts.values().stream()
        .filter(a -> regions.stream().anyMatch(region -> region.account().equals(a.name())))
        .toList();
  }

  private static SourceProfile api(StockxSettings settings, String name, StockxTokens tokens) {
    return new SourceProfile(
        named(Stockx.WORD, name),
        settings.baseUrl(),
        !settings.baseUrl().equals(settings.vendorUrl()),
        tokens::identity,
        settings.callsPerSecond(),
        settings.callsPerMinute(),
        Allowance.perDay(settings.callsPerDay()),
        settings.longestWait());
  }

  /** The token endpoint has limits of its own. */
  private static SourceProfile tokenHost(StockxSettings settings, String name) {
    URI url = settings.tokenUrl();
    return new SourceProfile(
        named("stockx-accounts", name),
        url.resolve(".").normalize().getPath().length() > 1
            ? URI.create(withoutSlash(url.resolve(".").toString()))
            : URI.create(withoutSlash(url.resolve("/").toString())),
        !url.equals(settings.vendorTokenUrl()),
        Map::of,
        settings.tokenHost().callsPerSecond(),
        settings.tokenHost().callsPerMinute(),
        Allowance.perDay(settings.tokenHost().callsPerDay()),
        settings.longestWait());
  }

  private static String named(String source, String account) {
    return account.isEmpty() ? source : source + "." + account;
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
