package io.syncline.core.write;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A composition with something that happens before and after it, inside the transaction. */
record Stepped(
    Composition inner,
    Consumer<StagingTx> first,
    Consumer<StagingTx> last,
    UnaryOperator<Composed> answer)
    implements Composition {

  static Composition before(Composition inner, Consumer<StagingTx> step) {
    return new Stepped(inner, step, tx -> {}, composed -> composed);
  }

  static Composition after(Composition inner, Consumer<StagingTx> step) {
    return new Stepped(inner, tx -> {}, step, composed -> composed);
  }

  static Composition answering(Composition inner, UnaryOperator<Composed> answer) {
    return new Stepped(inner, tx -> {}, tx -> {}, answer);
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public int size() {
    return inner.size();
  }

  @Override
  public List<Composition> halves() {
    return inner.halves();
  }

  @Override
  public Composed compose(StagingTx staging) {
    first.accept(staging);
    Composed composed = inner.compose(staging);
    last.accept(staging);
    return answer.apply(composed);
  }

  @Override
  public Composed refused(StagingTx staging, String reason) {
    return inner.refused(staging, reason);
  }
}
