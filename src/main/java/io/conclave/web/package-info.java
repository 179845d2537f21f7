/** The edge: REST, the WebSocket stream, metrics, health and the page. */
package io.conclave.web;
