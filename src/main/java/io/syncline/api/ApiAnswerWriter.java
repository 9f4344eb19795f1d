package io.syncline.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.pipeline.ApiAnswer;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Last step of every HTTP route: the {@link ApiAnswer} in the body becomes the response. */
@Component
final class ApiAnswerWriter {
  private final ObjectMapper json;
  private final Audits audits;

  ApiAnswerWriter(ObjectMapper json, Audits audits) {
    this.json = json;
    this.audits = audits;
  }

  /**
   * Bytes, not text: Camel writes text in the platform's charset, which is ASCII in many images.
   */
  void write(Exchange exchange) throws JsonProcessingException {
    Message message = exchange.getMessage();
    ApiAnswer answer = (ApiAnswer) message.getBody();
    byte[] body =
        answer.body() instanceof ApiAnswer.Text text
            ? text.text().getBytes(StandardCharsets.UTF_8)
            : json.writeValueAsBytes(answer.body());
    audits.end(exchange, answer);
    message.removeHeaders("*");
    answer.headers().forEach(message::setHeader);
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
    message.setHeader(
        Exchange.CONTENT_TYPE,
        answer.body() instanceof ApiAnswer.Text text ? text.mediaType() : "application/json");
    message.setBody(body);
  }
}
