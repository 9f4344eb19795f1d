package io.syncline.clientapi;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code syncline.clientapi.sweep.*}: see {@code config/clientapi.yaml} for units and reasons.
 *
 * @param mostGone records of a type that may be missing from a listing, however few there are
 * @param mostGonePercent how many of a hundred may be
 * @param rows that are marked as one batch
 */
@ConfigurationProperties("syncline.clientapi.sweep")
record SweepSettings(int mostGone, int mostGonePercent, int rows) {}
