package io.syncline.support;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** What a vendor's description in Swagger says against a request or an answer. */
public final class SwaggerModel {
  private final OpenApiInteractionValidator validator;

  private SwaggerModel(String text) {
    this.validator =
        OpenApiInteractionValidator.createForInlineApiSpecification(text)
            .withLevelResolver(
                LevelResolver.create()
                    .withLevel("validation.request.parameter.query.unexpected", Level.ERROR)
                    .build())
            .build();
  }

  /** A description that is there; without it the test that asks is skipped. */
  public static SwaggerModel of(String name) {
    try {
      return new SwaggerModel(Files.readString(VendorModels.file(name)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Unknown parameters are a fault as well.
   *
   * @param target the path with its query, encoded
   */
  public List<String> request(String method, String target, Optional<String> body) {
    String[] parts = target.split("\\?", 2);
    SimpleRequest.Builder request = new SimpleRequest.Builder(method, parts[0]);
    body.ifPresent(text -> request.withContentType("application/json").withBody(text));
    for (String pair : parts.length == 1 ? new String[0] : parts[1].split("&")) {
      String[] sides = pair.split("=", 2);
      request.withQueryParam(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return told(validator.validateRequest(request.build()));
  }

  public List<String> answer(String method, String path, int status, String body) {
    return told(
        validator.validateResponse(
            path,
            Request.Method.valueOf(method),
            SimpleResponse.Builder.status(status)
                .withContentType("application/json")
                .withBody(body)
                .build()));
  }

  private static List<String> told(ValidationReport report) {
    return report.getMessages().stream()
        .filter(message -> message.getLevel() == Level.ERROR)
        .map(message -> message.getKey() + ": " + message.getMessage())
        .toList();
  }
}
