package io.syncline.core.startup;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.RequiredModelMBean;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.api.management.NotificationSenderAware;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.management.DefaultManagementMBeanAssembler;
import org.apache.camel.support.management.MixinRequiredModelMBean;
import org.springframework.stereotype.Component;

/**
 * Keeps what JMX tells of the attributes and operations of Camel's objects once for each class.
 * Camel makes it anew for each of some 850 objects, which was a third of an idle service's heap
 * (decision 0149).
 */
@Component
final class JmxDescriptions implements CamelContextConfiguration {

  @Override
  public void beforeApplicationStart(CamelContext context) {
    context.getCamelContextExtension().setManagementMBeanAssembler(new Assembler(context));
  }

  @Override
  public void afterApplicationStart(CamelContext context) {
    // routes that come later are described by it too
  }

  private static final class Assembler extends DefaultManagementMBeanAssembler {
    private final Map<Class<?>, ModelMBeanInfo> known = new ConcurrentHashMap<>();

    private Assembler(CamelContext context) {
      super(context);
    }

    @Override
    public ModelMBean assemble(MBeanServer server, Object object, ObjectName name)
        throws JMException {
      if (hasMoreToTell(object)) {
        return super.assemble(server, object, name);
      }
      ModelMBeanInfo info = known.get(object.getClass());
      if (info != null) {
        return bean(object, info);
      }
      ModelMBean first = super.assemble(server, object, name);
      if (first instanceof RequiredModelMBean described) {
        known.put(object.getClass(), (ModelMBeanInfo) described.getMBeanInfo());
      }
      return first;
    }

    private ModelMBean bean(Object object, ModelMBeanInfo info) throws JMException {
      boolean masked =
          Boolean.TRUE.equals(camelContext.getManagementStrategy().getManagementAgent().getMask());
      RequiredModelMBean bean = new MixinRequiredModelMBean(info, masked, null, null);
      try {
        bean.setManagedResource(object, "ObjectReference");
      } catch (InvalidTargetObjectTypeException e) {
        throw new JMException(e.getMessage());
      }
      return bean;
    }

    /** What it stands for may describe itself, or send notifications through the bean. */
    private static boolean hasMoreToTell(Object object) {
      return object instanceof NotificationSenderAware
          || (object instanceof ManagedInstance of
              && of.getInstance() != null
              && of.getInstance().getClass().isAnnotationPresent(ManagedResource.class));
    }
  }
}
