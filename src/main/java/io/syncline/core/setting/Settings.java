package io.syncline.core.setting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** All settings under {@code syncline.}, as they are in this process. Threads may share it. */
@Component
public final class Settings {
  private static final String OURS = "syncline.";
  private static final String DEFAULT = "default";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::.*)?}");
  private static final Pattern FILE = Pattern.compile("\\[([^\\]]+)]");

  /** Of names as {@link #plain} has them. */
  private static final Pattern SECRET =
      Pattern.compile(
          "syncline\\.secrets\\..*|.*(secret|secrets|password|pass|token|tokens|keyset|webhookurl|users"
              + "|serviceaccount|accountjson|apikey|privatekey)(\\[[0-9]+])?");

  /** An address with a name and a password, or with parameters: either may have any sign in it. */
  private static final Pattern TELLING = Pattern.compile("(?s).*://.*[@?].*");

  private final ConfigurableEnvironment environment;
  private final SettingComments comments;

  Settings(ConfigurableEnvironment environment) {
    this.environment = environment;
    this.comments = comments();
  }

  /** Where a value comes from. */
  private record Place(String from, String where) {}

  /** All of them by name. */
  public List<Setting> all() {
    TreeSet<String> names = new TreeSet<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> some) {
        for (String name : some.getPropertyNames()) {
          if (name.startsWith(OURS)) {
            names.add(name);
          }
        }
      }
    }
    return names.stream().flatMap(name -> setting(name).stream()).toList();
  }

  private Optional<Setting> setting(String name) {
    ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(name, '.');
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty property = source.getConfigurationProperty(adapted);
      if (property != null) {
        return Optional.of(setting(name, property, source));
      }
    }
    return Optional.empty();
  }

  private Setting setting(
      String name, ConfigurationProperty property, ConfigurationPropertySource source) {
    String configured = String.valueOf(property.getValue());
    Matcher variable = VARIABLE.matcher(configured);
    boolean isVariable = variable.matches();
    String value = environment.resolvePlaceholders(configured);
    boolean secret =
        isSecret(name)
            || isVariable && isSecret(variable.group(1))
            || TELLING.matcher(value).matches();
    Place place = isVariable ? ofVariable(variable.group(1)) : of(source.getUnderlyingSource());
    return new Setting(
        name,
        secret ? value.isBlank() ? "not set" : "set" : value,
        secret,
        place.from(),
        place.where(),
        comments.of(name));
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(plain(name)).matches();
  }

  /** One spelling of all that Boot takes for the same name. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  private Place ofVariable(String name) {
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)
          && source.containsProperty(name)) {
        Place place = of(source);
        return place.where().isEmpty() ? new Place(place.from(), name) : place;
      }
    }
    return new Place(DEFAULT, name);
  }

  private static Place of(Object source) {
    String name = source instanceof PropertySource<?> it ? it.getName() : "";
    return switch (name) {
      case "commandLineArgs" -> new Place("argument", "");
      case "systemProperties" -> new Place("system property", "");
      case "systemEnvironment" -> new Place("variable", "");
      case "syncline" -> new Place("derived", "");
      default -> file(name);
    };
  }

  private static Place file(String name) {
    Matcher file = FILE.matcher(name);
    if (!file.find()) {
      return new Place("other", name);
    }
    return new Place(name.contains("class path resource") ? "packed file" : "file", file.group(1));
  }

  private static SettingComments comments() {
    SettingComments comments = new SettingComments();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources("classpath*:config/*.yaml")) {
        comments.read(file.getContentAsString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return comments;
  }
}
