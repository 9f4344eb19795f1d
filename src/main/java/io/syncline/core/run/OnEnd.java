package io.syncline.core.run;

/**
 * What a pipeline does in staging when a run of it ends, whoever ends it: the process that led it,
 * or whoever finds that this one has died. The statement is run in the transaction that closes the
 * run, so it happens once, and reads the run's row of the ledger from the relation {@code ended}.
 *
 * @param statement one data-modifying statement, such as {@code UPDATE … FROM ended e …}; a comma
 *     may lead further parts of the {@code WITH} that it stands behind; what it returns of a run,
 *     one text, is what {@link ActiveRun#toldAtEnd} answers
 */
public record OnEnd(String pipeline, String statement) {}
