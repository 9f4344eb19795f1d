/** Messages to people about runs, over Discord. Never in the way of a run. */
package io.syncline.core.notice;
