/** Whether the Grafana whose dashboards the page shows is there. */
package io.conclave.grafana;
