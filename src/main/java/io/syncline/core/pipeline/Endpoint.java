package io.syncline.core.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * A path over HTTP that a route serves.
 *
 * @param start what it starts; empty where a bean answers
 * @param query the names that a query may have; empty where the parameters of a run may stand in it
 * @param advice what the caller of a body that is too large is told to do
 * @param takesYaml whether a body may be YAML as well
 * @param signedBy the headers that a signature of a call is checked by
 */
public record Endpoint(
    List<String> methods,
    String path,
    Guard guard,
    Optional<Start> start,
    Optional<List<String>> query,
    Optional<String> advice,
    boolean takesYaml,
    List<String> signedBy) {

  /**
   * A run that is started by a call.
   *
   * @param waits whether the call may wait for its end
   * @param shares whether one run may do it together with others that wait for the same scope
   * @param tellsSoFar whether a run that goes on is told of too, beside where to look for it
   */
  public record Start(
      Parameters parameters, Telling telling, boolean waits, boolean shares, boolean tellsSoFar) {}

  public Endpoint {
    methods = List.copyOf(methods);
    query = query.map(List::copyOf);
    signedBy = List.copyOf(signedBy);
  }

  public static Endpoint get(String path, Guard guard) {
    return of(path, guard, "GET");
  }

  public static Endpoint post(String path, Guard guard) {
    return of(path, guard, "POST");
  }

  public static Endpoint of(String path, Guard guard, String... methods) {
    return new Endpoint(
        List.of(methods),
        path,
        guard,
        Optional.empty(),
        Optional.of(List.of()),
        Optional.empty(),
        false,
        List.of());
  }

  /** It starts a run and answers with what is told of it. */
  public Endpoint starts(Parameters parameters, Telling telling) {
    return with(new Start(parameters, telling, true, false, false)).takingParameters();
  }

  /** The call never waits for the end of the run. */
  public Endpoint atOnce() {
    Start it = start.orElseThrow();
    return with(new Start(it.parameters(), it.telling(), false, it.shares(), it.tellsSoFar()));
  }

  /** One run may serve several calls. */
  public Endpoint sharing() {
    Start it = start.orElseThrow();
    return with(new Start(it.parameters(), it.telling(), it.waits(), true, it.tellsSoFar()));
  }

  /** A run that goes on is told of as well. */
  public Endpoint tellingSoFar() {
    Start it = start.orElseThrow();
    return with(new Start(it.parameters(), it.telling(), it.waits(), it.shares(), true));
  }

  /** A query may have these names, and no other. */
  public Endpoint taking(String... names) {
    return with(Optional.of(List.of(names)));
  }

  /** What a query may have is for the parameters of a run to say. */
  public Endpoint takingParameters() {
    return with(Optional.empty());
  }

  public Endpoint advising(String words) {
    return new Endpoint(
        methods, path, guard, start, query, Optional.of(words), takesYaml, signedBy);
  }

  /** A body may be YAML as well; its bean reads it. */
  public Endpoint takingYaml() {
    return new Endpoint(methods, path, guard, start, query, advice, true, signedBy);
  }

  /** These headers come with a call, in small letters, for its bean to check a signature by. */
  public Endpoint signedBy(List<String> headers) {
    return new Endpoint(methods, path, guard, start, query, advice, takesYaml, headers);
  }

  private Endpoint with(Start other) {
    return new Endpoint(
        methods, path, guard, Optional.of(other), query, advice, takesYaml, signedBy);
  }

  private Endpoint with(Optional<List<String>> names) {
    return new Endpoint(methods, path, guard, start, names, advice, takesYaml, signedBy);
  }
}
