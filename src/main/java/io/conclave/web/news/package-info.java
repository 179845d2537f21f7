/** The stream of the active controller on all the others, by the cluster's event bus, healed by its snapshot. */
package io.conclave.web.news;
