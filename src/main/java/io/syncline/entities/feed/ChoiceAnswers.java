package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.proposal.Proposal;
import io.syncline.entities.engine.transform.Setting;
import io.syncline.entities.engine.transform.Transforms;
import java.util.Locale;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** Answers what the columns of a tab may say: fields of its table, transforms, words. */
@Component
record ChoiceAnswers(Feeds feeds) {

  ApiAnswer of(@Body ApiRequest call) {
    String named = call.part("entityType");
    if (!Shape.TYPES.contains(named)) {
      throw RequestRefused.invalid("entityType", "unknown", Shape.TYPES);
    }
    EntityType type = feeds.now().plan(named).type();
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("entity_type", type.name()).put("key_field", type.keyField());
    ArrayNode fields = told.putArray("fields");
    type.fields().stream()
        .filter(field -> !field.name().equals(EntityType.ARCHIVED) && !field.type().isObscure())
        .forEach(
            field ->
                fields
                    .addObject()
                    .put("name", field.name())
                    .put("type", field.type().declared())
                    .put("transform", Proposal.transform(field)));
    ArrayNode transforms = told.putArray("transforms");
    for (String name : Transforms.names()) {
      ArrayNode settings = transforms.addObject().put("name", name).putArray("settings");
      Transforms.settings(name).forEach(setting -> settings.add(shown(setting)));
    }
    for (Member member : Shape.COLUMN.members()) {
      if (!member.words().isEmpty()) {
        member.words().forEach(told.withArray("/words/" + member.name())::add);
      }
    }
    return ApiAnswer.ok(told);
  }

  private static ObjectNode shown(Setting setting) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("name", setting.name()).put("kind", setting.kind().name().toLowerCase(Locale.ROOT));
    setting.words().forEach(shown.putArray("words")::add);
    return shown;
  }
}
