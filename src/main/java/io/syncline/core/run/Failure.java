package io.syncline.core.run;

/**
 * Why a run ended before its end.
 *
 * @param code the name of the reason to stop
 */
public record Failure(String code, String message) {}
