package io.syncline.sandbox;

/** What a simulated source or the shop has in a database before the first run; filled once. */
interface SandboxStock {

  void fill();
}
