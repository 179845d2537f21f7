/** Figures for Prometheus. */
package io.conclave.web.metrics;
