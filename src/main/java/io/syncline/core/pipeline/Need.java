package io.syncline.core.pipeline;

/**
 * Something that waits for a person.
 *
 * @param kind what it is about, by one word that a page can be led by: {@code credentials}
 * @param urgent whether something is not done because of it; else it only waits
 * @param says what is the matter, with its number
 * @param todo the next step
 */
public record Need(String kind, boolean urgent, String says, String todo) {}
