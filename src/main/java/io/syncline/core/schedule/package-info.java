/**
 * Schedules: five-field and Quartz cron read and checked, the slot of a tick, those that are data
 * ({@code sync_schedules}), and the start of Quartz.
 */
@NullMarked
package io.syncline.core.schedule;

import org.jspecify.annotations.NullMarked;
