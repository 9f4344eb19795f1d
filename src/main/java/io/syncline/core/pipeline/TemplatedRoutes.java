package io.syncline.core.pipeline;

import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.springframework.stereotype.Component;

/**
 * Gives a route made of a template what is its own: its id as the parameter {@code id}, the group
 * that the id begins with, its description, and the id before those of its steps. Camel resolves
 * parameters where it builds steps only, and would show {@code {{description}}} to whoever watches
 * (camel-traps#c29-a-templates-group-and-description-stay-placeholders).
 */
@Component
final class TemplatedRoutes extends ModelLifecycleStrategySupport {

  @Override
  public void onAddRouteDefinition(RouteDefinition route) {
    var parameters = route.getTemplateParameters();
    if (parameters == null) {
      return;
    }
    String id = route.getRouteId();
    parameters.put("id", id);
    route.setGroup(id.substring(0, id.indexOf('.')));
    route.setDescription(String.valueOf(parameters.get("description")));
    route.setNodePrefixId(id + ".");
  }
}
