package io.syncline.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.Finding;
import io.syncline.core.error.Finding.Level;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Pipelines;
import java.util.List;
import org.springframework.stereotype.Component;

/** Answers why something is not what somebody expects; the pipelines know. */
@Component
record WhyRequests(Pipelines pipelines) {

  /**
   * What is found.
   *
   * @throws RequestRefused 400 for what nobody explains, 404 for what is not there
   */
  ApiAnswer asked(ApiRequest call) {
    List<Finding> found = pipelines.why(call.query());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("well", found.stream().allMatch(it -> it.level() == Level.OK));
    ArrayNode findings = answer.putArray("findings");
    found.forEach(
        it ->
            findings
                .addObject()
                .put("level", it.level().word())
                .put("what", it.what())
                .put("action", it.action()));
    return ApiAnswer.ok(answer);
  }
}
