package io.syncline.core.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.Aside;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pipeline's shape on the real policies and write routes, without databases. */
class BatchCollectorIT {
  private static final int TRIES_OF_A_READ = 3;

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Source source = new Source();
  private final Writer writer = new Writer();

  @BeforeEach
  void start() throws Exception {
    camel.getPropertiesComponent().setInitialProperties(policies());
    camel.getRegistry().bind("sourceAttempt", new Questions());
    camel.getRegistry().bind("batchWriter", writer);
    camel
        .getRegistry()
        .bind("writeBehind", new WriteBehind(new Aside(), camel.createProducerTemplate()));
    camel.getRegistry().bind("problemWriter", new Skipping());
    for (String file : List.of("policies", "write")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  camel,
                  "file:" + Path.of("routes/core/" + file + ".camel.yaml").toAbsolutePath()));
    }
    camel.addRoutes(new TestRoutes(source));
    camel.start();
  }

  @AfterEach
  void close() throws Exception {
    camel.close();
  }

  @Test
  void retries_stay_armed_when_the_first_record_fails() {
    source.failing = Set.of("a");
    writer.failures = 2;
    Exchange sent = sync("a", "b", "c");
    assertThat(sent.getException()).isNull();
    assertThat(source.calls).hasSize(TRIES_OF_A_READ + 2);
    assertThat(writer.staged).containsExactly(List.of("B", "C"));
    assertThat(writer.tries).as("production").hasValue(3);
    assertThat(writer.applied).containsExactly(List.of("B", "C"));
    assertThat(writer.left).isEmpty();
  }

  @Test
  void a_write_that_fails_for_good_is_left_to_the_relay_when_the_first_record_failed() {
    source.failing = Set.of("a");
    writer.failures = Integer.MAX_VALUE;
    Exchange sent = sync("a", "b");
    assertThat(sent.getException()).isNull();
    assertThat(writer.tries).hasValue(3);
    assertThat(writer.left).containsExactly(List.of("B"));
  }

  @Test
  void records_are_written_though_all_reads_but_the_last_fail() {
    source.failing = Set.of("a", "b");
    sync("a", "b", "c");
    assertThat(writer.applied).containsExactly(List.of("C"));
  }

  @Test
  void elements_without_a_body_leave_nothing() {
    source.empty = Set.of("b");
    sync("a", "b", "c");
    assertThat(writer.applied).containsExactly(List.of("A", "C"));
  }

  @Test
  void a_failed_element_that_nobody_handled_fails_the_split_and_nothing_is_written() {
    source.broken = Set.of("a");
    Exchange sent = sync("a", "b", "c");
    assertThat(sent.getException()).hasStackTraceContaining("broken a");
    assertThat(writer.staged).isEmpty();
    assertThat(writer.applied).isEmpty();
  }

  @Test
  void a_failed_element_in_the_middle_fails_the_split_too() {
    source.broken = Set.of("b");
    assertThat(sync("a", "b", "c").getException()).hasStackTraceContaining("broken b");
    assertThat(writer.staged).isEmpty();
  }

  @Test
  void a_write_left_to_the_relay_does_not_end_what_comes_after_it() {
    writer.failures = Integer.MAX_VALUE;
    Exchange sent =
        camel
            .createProducerTemplate()
            .send(
                "direct:groups",
                exchange ->
                    exchange.getMessage().setBody(List.of(List.of("a", "b"), List.of("c"))));
    assertThat(sent.getException()).isNull();
    assertThat(writer.staged).containsExactly(List.of("A", "B"), List.of("C"));
    assertThat(writer.left).containsExactly(List.of("A", "B"), List.of("C"));
  }

  private Exchange sync(String... records) {
    return camel
        .createProducerTemplate()
        .send("direct:sync", exchange -> exchange.getMessage().setBody(List.of(records)));
  }

  private static Properties policies() {
    Properties properties = new Properties();
    properties.put("syncline.source.tries-again", "2");
    properties.put("syncline.source.first-delay", "1");
    properties.put("syncline.source.delay-multiplier", "2");
    properties.put("syncline.source.jitter", "0.2");
    properties.put("syncline.write.staging-tries-again", "1");
    properties.put("syncline.write.production-tries-again", "2");
    properties.put("syncline.write.first-delay", "1");
    properties.put("syncline.write.delay-multiplier", "2");
    return properties;
  }

  /** What the policy asks of a call that failed: none here is a question put only once. */
  public static final class Questions {
    public boolean mayBeDone() {
      return false;
    }
  }

  /** Split, read with retries of its own, collect, write: what each pipeline does. */
  private static final class TestRoutes extends RouteBuilder {
    private final Source source;

    TestRoutes(Source source) {
      this.source = source;
    }

    @Override
    public void configure() {
      from("direct:sync")
          .split(body(), new BatchCollector())
          .stopOnException()
          .to("direct:read")
          .end()
          .to("direct:core.write");
      from("direct:groups").split(body()).stopOnException().to("direct:sync").end();
      from("direct:read").process(TestRoutes::ask);
      from("direct:call")
          .routeConfigurationId("source-call")
          .process(
              exchange ->
                  exchange
                      .getMessage()
                      .setBody(source.read(exchange.getMessage().getBody(String.class))));
    }

    /** A call is an exchange of its own, as the source client's is. */
    private static void ask(Exchange exchange) throws Exception {
      try (ProducerTemplate client = exchange.getContext().createProducerTemplate()) {
        Exchange call =
            client.send("direct:call", to -> to.setMessage(exchange.getMessage().copy()));
        if (call.getException() instanceof TransientFailure) {
          exchange.getMessage().setBody(null);
        } else if (call.getException() != null) {
          throw call.getException();
        } else {
          exchange.getMessage().setBody(call.getMessage().getBody());
        }
      }
    }
  }

  /** Answers a record in capitals unless it is told otherwise. */
  private static final class Source {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private Set<String> failing = Set.of();
    private Set<String> broken = Set.of();
    private Set<String> empty = Set.of();

    String read(String record) {
      calls.add(record);
      if (failing.contains(record)) {
        throw TransientFailure.source(StopReason.SOURCE_UNAVAILABLE, "failing " + record);
      }
      if (broken.contains(record)) {
        throw new IllegalStateException("broken " + record);
      }
      return empty.contains(record) ? null : record.toUpperCase(java.util.Locale.ROOT);
    }
  }

  /** Leaves nothing of a read that failed. */
  static final class Skipping {

    public Object skip() {
      return null;
    }
  }

  /** Two databases as lists; production refuses as many batches as it was told to. */
  static final class Writer {
    private final List<List<?>> staged = new CopyOnWriteArrayList<>();
    private final List<List<?>> applied = new CopyOnWriteArrayList<>();
    private final List<List<?>> left = new CopyOnWriteArrayList<>();
    private final AtomicInteger tries = new AtomicInteger();
    private int failures;

    public List<?> begin(@Body List<?> batch) {
      return batch;
    }

    public void stage(@Body List<?> batch) {
      staged.add(batch);
    }

    public void apply(@Body List<?> batch) {
      if (tries.incrementAndGet() <= failures) {
        throw TransientFailure.database("production", "08001", null);
      }
      applied.add(batch);
    }

    public void leaveToRelay(@Body List<?> batch) {
      left.add(batch);
    }
  }
}
