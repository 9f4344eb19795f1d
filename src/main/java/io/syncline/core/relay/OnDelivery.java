package io.syncline.core.relay;

/**
 * What a stream does in staging once a batch of it is in both databases. The statement is run in
 * the transaction that marks the batch delivered, and reads the batch's {@code run_id}, {@code
 * marks} and {@code keys} and the records that production refused for good ({@code buried}, a JSON
 * array) from the relation {@code delivered}; so it happens once, inline or by the relay.
 *
 * @param statement one data-modifying statement, such as {@code UPDATE … FROM delivered d, …}
 */
public record OnDelivery(String pipeline, String stream, String statement) {}
