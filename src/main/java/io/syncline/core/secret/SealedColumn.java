package io.syncline.core.secret;

/**
 * A column of staging that holds sealed secrets; all of them are sealed anew when keys change.
 *
 * @param table its table, as staging spells it
 * @param column of type {@code bytea}; NULL where there is no secret
 * @param key the table's key, one column
 * @param keyType its type
 * @param owner the owner's name as an SQL expression over the row
 */
public record SealedColumn(String table, String column, String key, String keyType, String owner) {}
