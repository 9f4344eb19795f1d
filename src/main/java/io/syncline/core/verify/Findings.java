package io.syncline.core.verify;

import io.syncline.core.verify.Verification.Fault;

/** Is told of each fault of the ledger, with the table or the ledger's own and the key of it. */
interface Findings {
  void add(Fault fault, String subject, String key);
}
