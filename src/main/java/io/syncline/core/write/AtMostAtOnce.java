package io.syncline.core.write;

import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Lets so many exchanges into a route at once; the others wait for their turn on their own threads.
 * In place of Camel's throttle of concurrent requests, with which no route of the context can be
 * drawn (C27). Threads may share it.
 */
public final class AtMostAtOnce extends RoutePolicySupport {
  private final Semaphore places;

  /** The number of exchanges that are let in at once. */
  public AtMostAtOnce(int exchanges) {
    this.places = new Semaphore(exchanges, true);
  }

  @Override
  public void onExchangeBegin(Route route, Exchange exchange) {
    places.acquireUninterruptibly();
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    places.release();
  }
}
