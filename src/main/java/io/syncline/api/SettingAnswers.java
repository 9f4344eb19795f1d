package io.syncline.api;

import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.setting.Settings;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Answers what the settings are. */
@Component
final class SettingAnswers {
  private final Settings settings;

  SettingAnswers(Settings settings) {
    this.settings = settings;
  }

  ApiAnswer list() {
    return ApiAnswer.ok(Map.of("settings", settings.all()));
  }
}
