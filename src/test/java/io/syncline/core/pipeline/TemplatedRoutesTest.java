package io.syncline.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.IdAware;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

class TemplatedRoutesTest {
  private static final String FILE =
      """
      - routeTemplate:
          id: core.sync-things
          parameters: [{ name: description }, { name: read }]
          route:
            from:
              uri: "direct:{{id}}"
              steps:
                - split:
                    id: each-thing
                    simple: "${body}"
                    steps:
                      - to: "direct:{{read}}"
      - templatedRoute:
          routeId: shop.sync-orders
          routeTemplateRef: core.sync-things
          parameters:
            - { name: description, value: Takes the orders one by one. }
            - { name: read, value: shop.read-order }
      - templatedRoute:
          routeId: bank.sync-rates
          routeTemplateRef: core.sync-things
          parameters:
            - { name: description, value: Takes the rates one by one. }
            - { name: read, value: bank.read-rate }
      """;

  @Test
  void a_route_of_a_template_shows_its_own_group_description_and_steps() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addModelLifecycleStrategy(new TemplatedRoutes());
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("things.camel.yaml", FILE));
      context.start();

      Route orders = context.getRoute("shop.sync-orders");
      assertThat(orders.getGroup()).isEqualTo("shop");
      assertThat(orders.getDescription()).isEqualTo("Takes the orders one by one.");
      assertThat(orders.getEndpoint().getEndpointUri()).isEqualTo("direct://shop.sync-orders");
      assertThat(orders.filter("*"))
          .filteredOn(IdAware.class::isInstance)
          .extracting(step -> ((IdAware) step).getId())
          .allMatch(id -> id.startsWith("shop.sync-orders."))
          .contains("shop.sync-orders.each-thing");
      assertThat(context.getRoute("bank.sync-rates").getGroup()).isEqualTo("bank");
    }
  }
}
