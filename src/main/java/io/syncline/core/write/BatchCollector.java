package io.syncline.core.write;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.springframework.stereotype.Component;

/**
 * Gathers what the elements of a split leave as their body into a list; an element that failed and
 * was handled leaves none. It gathers into a copy of the split's input: an element's own exchange
 * may carry a failure, which would disarm every later retry
 * (camel-traps#a-split-gathers-into-a-copy). Threads may share it.
 */
@Component
public final class BatchCollector implements AggregationStrategy {

  @Override
  public Exchange aggregate(Exchange gathered, Exchange element) {
    throw new IllegalStateException("a split passes its input");
  }

  @Override
  public Exchange aggregate(Exchange gathered, Exchange element, Exchange input) {
    Exchange result = gathered;
    if (result == null) {
      result = ExchangeHelper.createCopy(input, true);
      result.setException(null);
      result.getMessage().setBody(new ArrayList<>());
    }
    if (element.getException() != null) {
      result.setException(element.getException());
    } else if (element.getMessage().getBody() != null) {
      listOf(result).add(element.getMessage().getBody());
    }
    return result;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> listOf(Exchange exchange) {
    return exchange.getMessage().getBody(List.class);
  }
}
