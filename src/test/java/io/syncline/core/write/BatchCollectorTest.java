package io.syncline.core.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchCollectorTest {
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final BatchCollector collector = new BatchCollector();
  private final Exchange input = exchange("the whole");

  @AfterEach
  void close() throws Exception {
    camel.close();
  }

  @Test
  void bodies_are_gathered_in_their_order() {
    assertThat(gather(exchange("a"), exchange("b"), exchange("c")).getMessage().getBody())
        .isEqualTo(List.of("a", "b", "c"));
  }

  @Test
  void elements_without_a_body_leave_nothing() {
    assertThat(gather(exchange(null), exchange("b"), exchange(null)).getMessage().getBody())
        .isEqualTo(List.of("b"));
    assertThat(gather(exchange(null)).getMessage().getBody()).isEqualTo(List.of());
  }

  @Test
  void what_is_gathered_into_is_neither_an_element_s_exchange_nor_the_input() {
    Exchange first = exchange("a");
    input.setVariable("run", "the run");
    Exchange gathered = gather(first, exchange("b"));
    assertThat(gathered).isNotSameAs(first).isNotSameAs(input);
    assertThat(gathered.getVariable("run")).isEqualTo("the run");
    assertThat(first.getMessage().getBody()).isEqualTo("a");
    assertThat(input.getMessage().getBody()).isEqualTo("the whole");
  }

  @Test
  void marks_of_a_failed_first_element_are_not_taken_over() {
    Exchange failed = exchange(null);
    failed.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("handled"));
    failed.getExchangeExtension().setRedeliveryExhausted(true);
    failed.getExchangeExtension().setErrorHandlerHandled(true);
    Exchange gathered = gather(failed, exchange("b"));
    assertThat(gathered.getException()).isNull();
    assertThat(gathered.getProperty(Exchange.EXCEPTION_CAUGHT)).isNull();
    assertThat(gathered.getExchangeExtension().isRedeliveryExhausted()).isFalse();
    assertThat(gathered.getExchangeExtension().getErrorHandlerHandled()).isNull();
  }

  @Test
  void a_failure_stays_though_later_elements_work() {
    Exchange failed = exchange("a");
    failed.setException(new IllegalStateException("not handled"));
    Exchange gathered = gather(failed, exchange("b"));
    assertThat(gathered.getException()).hasMessage("not handled");
    assertThat(gathered.getMessage().getBody()).isEqualTo(List.of("b"));
  }

  @Test
  void a_list_that_an_element_leaves_is_one_body() {
    Exchange gathered = gather(exchange(List.of(1, 2)), exchange(List.of(3)));
    assertThat(gathered.getMessage().getBody()).isEqualTo(List.of(List.of(1, 2), List.of(3)));
  }

  @Test
  void it_does_not_gather_where_there_is_no_input() {
    assertThatThrownBy(() -> collector.aggregate(null, exchange("a")))
        .isInstanceOf(IllegalStateException.class);
  }

  private Exchange gather(Exchange... elements) {
    Exchange gathered = null;
    for (Exchange element : elements) {
      gathered = collector.aggregate(gathered, element, input);
    }
    return gathered;
  }

  private Exchange exchange(Object body) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(body);
    return exchange;
  }
}
