package io.syncline.sandbox.shop;

/** What a simulated source or the shop has in a database before the first run; filled once. */
public interface SandboxStock {

  void fill();
}
