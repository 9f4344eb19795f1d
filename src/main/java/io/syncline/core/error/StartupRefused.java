package io.syncline.core.error;

import java.util.List;
import java.util.stream.Collectors;

/** The application does not start: says why and what to do, never a value. */
public final class StartupRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<StartupProblem> problems;

  public StartupRefused(List<StartupProblem> problems) {
    super(problems.stream().map(StartupProblem::what).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public StartupRefused(String what, String action) {
    this(List.of(new StartupProblem(what, action)));
  }

  public List<StartupProblem> problems() {
    return problems;
  }

  /** Each problem with what to do about it. */
  public String sentences() {
    return problems.stream().map(StartupProblem::sentence).collect(Collectors.joining(" "));
  }
}
