/** Credentials that change while the service runs: encrypted in staging, never in clear. */
package io.syncline.core.credential;
