package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.write.AtMostAtOnce;
import io.syncline.support.SandboxService;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Camel tells of itself, to Hawtio and to whoever reads JMX. */
class CamelBeansIT {
  private static SandboxService service;

  @BeforeAll
  static void start() {
    service = SandboxService.start("--syncline.sandbox.junglescout.products=1");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void only_the_route_that_writes_factors_waits_for_a_turn() {
    assertThat(service.bean(CamelContext.class).getRoutes())
        .filteredOn(
            route -> route.getRoutePolicyList().stream().anyMatch(AtMostAtOnce.class::isInstance))
        .extracting(Route::getRouteId)
        .containsExactly("elitefactor.write-factors");
  }

  @Test
  void every_readable_attribute_of_camel_can_be_read() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    List<String> faults = new ArrayList<>();
    Set<ObjectName> names = server.queryNames(new ObjectName("org.apache.camel:*"), null);
    assertThat(names).hasSizeGreaterThan(100);
    for (ObjectName name : names) {
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
        if (attribute.isReadable()) {
          read(server, name, attribute.getName(), faults);
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  /** An attribute that is described twice is another object each time. */
  @Test
  void what_camel_tells_of_a_class_is_kept_once() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    String context = service.bean(CamelContext.class).getManagementName();
    ObjectName ours = new ObjectName("org.apache.camel:context=" + context + ",*");
    Map<String, Set<MBeanAttributeInfo>> firstOfEach = new HashMap<>();
    for (ObjectName name : server.queryNames(ours, null)) {
      MBeanInfo info = server.getMBeanInfo(name);
      if (info.getAttributes().length > 0) {
        firstOfEach
            .computeIfAbsent(
                info.getClassName(), it -> Collections.newSetFromMap(new IdentityHashMap<>()))
            .add(info.getAttributes()[0]);
      }
    }
    assertThat(firstOfEach)
        .hasSizeGreaterThan(10)
        .allSatisfy((type, firsts) -> assertThat(firsts).hasSize(1));
  }

  private static void read(
      MBeanServer server, ObjectName name, String attribute, List<String> faults) {
    try {
      server.getAttribute(name, attribute);
    } catch (JMException | RuntimeException e) {
      faults.add(name + " " + attribute + ": " + e);
    }
  }
}
