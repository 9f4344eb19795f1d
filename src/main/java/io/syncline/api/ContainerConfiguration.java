package io.syncline.api;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** What the container does before any filter of ours is asked. */
@Configuration(proxyBeanMethods = false)
class ContainerConfiguration {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> container(Problems problems) {
    return new Container(problems);
  }

  /** Comes after Boot's own customizer, whose report would be the first otherwise. */
  private record Container(Problems problems)
      implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      String asItCame = EncodedSolidusHandling.PASS_THROUGH.getValue();
      factory.addConnectorCustomizers(it -> it.setEncodedSolidusHandling(asItCame));
      factory.addContextCustomizers(
          it -> it.getParent().getPipeline().addValve(new ProblemReport(problems)));
    }

    @Override
    public int getOrder() {
      return Ordered.LOWEST_PRECEDENCE;
    }
  }
}
