package io.syncline.core.run;

/** Says of which pipelines runs may be started now. */
public interface Admission {

  /**
   * Lets a run of that pipeline pass.
   *
   * @throws io.syncline.core.error.RequestRefused 404 when there is no such pipeline, 503 when it
   *     is off
   */
  void admit(String pipeline);
}
