package io.syncline.clientapi.credential;

import static io.syncline.clientapi.credential.Credential.ACCESS_TOKEN;
import static io.syncline.clientapi.credential.Credential.APP_SECRET;
import static io.syncline.clientapi.credential.Credential.REFRESH_TOKEN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A credential as somebody asks for it, checked whole before anything is kept or sent: what a shop
 * is called becomes part of a URL, what a client is called part of a table's name.
 *
 * @param secrets those that are to be stored, by name
 * @param touchesSecrets whether they are others than those that are there
 */
public record CredentialDraft(
    Credential credential, Map<String, String> secrets, boolean touchesSecrets) {
  public static final String CLIENT = "client_id";
  public static final String PLATFORM = "platform_type";
  public static final String LABEL = "label";
  public static final String MODE = "auth_mode";
  public static final String FREQUENCY = "sync_frequency_hours";
  public static final String PAUSED = "is_paused";
  public static final String SHOP = "shop";
  public static final String SELLER = "seller_id";
  public static final String REGION = "region";
  public static final String MARKETPLACES = "marketplaces";
  public static final String APP = "app_id";
  public static final String ACCOUNT = "account";

  /** What may be changed of one that is there; another account is another credential. */
  private static final Set<String> CHANGEABLE =
      Set.of(
          LABEL,
          MODE,
          FREQUENCY,
          MARKETPLACES,
          APP,
          PAUSED,
          ACCESS_TOKEN,
          REFRESH_TOKEN,
          APP_SECRET);

  /** The vendor's pattern without its underscore, which no host name has. */
  private static final String SELLER_SHAPE = "[A-Z0-9]{5,30}";

  private static final int LONGEST_LABEL = 100;
  private static final int MOST_HOURS = 8_760;

  public CredentialDraft {
    secrets = Map.copyOf(secrets);
  }

  /**
   * A new one.
   *
   * @param platforms those that there are
   * @throws RequestRefused 400 with what is allowed
   */
  public static CredentialDraft added(ObjectNode asked, UUID id, Collection<String> platforms) {
    String platform = oneOf(asked, PLATFORM, platforms, Optional.empty());
    Texts texts = new Texts(asked);
    texts.refuseUnknown(members(platform));
    UUID client = UUID.fromString(texts.like(CLIENT, Parameter.UUID, "must be a UUID"));
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    String account = account(platform, texts, settings);
    String mode = mode(asked, platform, Optional.of(PlatformRules.modes(platform).get(0)));
    texts.optional(APP).ifPresent(app -> settings.put(APP, app));
    String label = label(texts).orElse(account);
    int hours = hours(asked).orElse(24);
    Map<String, String> secrets = GivenSecrets.of(texts, Map.of());
    GivenSecrets.require(mode, settings.has(APP), secrets);
    return new CredentialDraft(
        new Credential(
            id,
            client,
            platform,
            label,
            mode,
            account,
            settings,
            hours,
            name -> Optional.ofNullable(secrets.get(name))),
        secrets,
        true);
  }

  /**
   * One that is there, with what was asked for in the place of what it had.
   *
   * @throws RequestRefused 400 with what is allowed
   */
  public static CredentialDraft changed(ObjectNode asked, Credential there) {
    Texts texts = new Texts(asked);
    texts.refuseUnknown(CHANGEABLE);
    ObjectNode settings = there.settings().deepCopy();
    texts.optional(APP).ifPresent(app -> settings.put(APP, app));
    if (asked.has(MARKETPLACES)) {
      settings.set(MARKETPLACES, marketplaces(asked, settings.path(REGION).asText("")));
    }
    String mode = mode(asked, there.platform(), Optional.of(there.authMode()));
    Map<String, String> kept = GivenSecrets.kept(there, texts, mode, settings.has(APP));
    Map<String, String> secrets = GivenSecrets.of(texts, kept);
    GivenSecrets.require(mode, settings.has(APP), secrets);
    return new CredentialDraft(
        new Credential(
            there.id(),
            there.clientId(),
            there.platform(),
            label(texts).orElse(there.label()),
            mode,
            there.account(),
            settings,
            hours(asked).orElse(there.frequencyHours()),
            name -> Optional.ofNullable(secrets.get(name))),
        secrets,
        GivenSecrets.areTouched(texts));
  }

  private static Set<String> members(String platform) {
    Set<String> members =
        new TreeSet<>(
            Set.of(
                CLIENT,
                PLATFORM,
                LABEL,
                MODE,
                FREQUENCY,
                APP,
                ACCESS_TOKEN,
                REFRESH_TOKEN,
                APP_SECRET));
    switch (platform) {
      case PlatformRules.SHOPIFY -> members.add(SHOP);
      case PlatformRules.AMAZON -> members.addAll(Set.of(SELLER, REGION, MARKETPLACES));
      default -> members.add(ACCOUNT);
    }
    return members;
  }

  private static String account(String platform, Texts texts, ObjectNode settings) {
    return switch (platform) {
      case PlatformRules.SHOPIFY -> shop(texts);
      case PlatformRules.AMAZON -> seller(texts, settings);
      default -> texts.like(ACCOUNT, "[\\p{Graph}]{1,200}", "must be a text without spaces");
    };
  }

  private static String shop(Texts texts) {
    String given =
        texts
            .required(SHOP)
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^https://", "")
            .replaceFirst("/$", "");
    if (!ShopDomain.isOne(given)) {
      throw RequestRefused.invalid(SHOP, "must be <name>.myshopify.com", List.of());
    }
    return given;
  }

  private static String seller(Texts texts, ObjectNode settings) {
    String seller = texts.like(SELLER, SELLER_SHAPE, "must be an id of capitals and digits");
    String region = oneOf(texts.asked(), REGION, PlatformRules.regions(), Optional.empty());
    settings.put(SELLER, seller);
    settings.put(REGION, region);
    settings.set(MARKETPLACES, marketplaces(texts.asked(), region));
    return seller + "@" + region;
  }

  private static ArrayNode marketplaces(JsonNode asked, String region) {
    List<String> allowed = PlatformRules.marketplaces(region).stream().sorted().toList();
    JsonNode given = asked.path(MARKETPLACES);
    if (!given.isArray() || given.isEmpty()) {
      throw RequestRefused.invalid(MARKETPLACES, "must be a list of marketplaces", allowed);
    }
    ArrayNode checked = JsonNodeFactory.instance.arrayNode();
    for (JsonNode marketplace : given) {
      if (!marketplace.isTextual() || !allowed.contains(marketplace.textValue())) {
        throw RequestRefused.invalid(MARKETPLACES, "must be of the region " + region, allowed);
      }
      checked.add(marketplace.textValue());
    }
    return checked;
  }

  private static String mode(JsonNode asked, String platform, Optional<String> otherwise) {
    return oneOf(asked, MODE, PlatformRules.modes(platform), otherwise);
  }

  private static String oneOf(
      JsonNode asked, String name, Collection<String> allowed, Optional<String> otherwise) {
    JsonNode given = asked.path(name);
    if (given.isMissingNode() && otherwise.isPresent()) {
      return otherwise.get();
    }
    if (!given.isTextual() || !allowed.contains(given.textValue())) {
      throw RequestRefused.invalid(
          name, "must be one of these", allowed.stream().sorted().toList());
    }
    return given.textValue();
  }

  private static Optional<String> label(Texts texts) {
    return texts
        .optional(LABEL)
        .map(
            label -> {
              if (label.length() > LONGEST_LABEL) {
                throw RequestRefused.invalid(
                    LABEL, "has at most " + LONGEST_LABEL + " characters", List.of());
              }
              return label;
            });
  }

  private static Optional<Integer> hours(JsonNode asked) {
    JsonNode given = asked.path(FREQUENCY);
    if (given.isMissingNode()) {
      return Optional.empty();
    }
    if (!given.isInt() || given.intValue() < 1 || given.intValue() > MOST_HOURS) {
      throw RequestRefused.invalid(
          FREQUENCY, "must be a number from 1 to " + MOST_HOURS, List.of());
    }
    return Optional.of(given.intValue());
  }

  @Override
  public String toString() {
    return credential.toString();
  }
}
