package io.syncline.core.setting;

/**
 * A setting as it is now.
 *
 * @param value as configured; {@code set} or {@code not set} of a secret
 * @param from what kind of place it comes from: default, packed file, file, variable, argument,
 *     system property, derived
 * @param where which one: the name of a file or of a variable; empty where there is none
 * @param reason its unit and why it is so; empty where nobody wrote it down
 */
public record Setting(
    String name, String value, boolean secret, String from, String where, String reason) {}
