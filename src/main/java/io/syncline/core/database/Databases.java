package io.syncline.core.database;

import javax.sql.DataSource;

/** The pair this service keeps in step, and the connection of the lease heartbeat (staging). */
public record Databases(Database staging, Database production, DataSource lease) {}
