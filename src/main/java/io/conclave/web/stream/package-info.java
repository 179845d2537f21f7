/**
 * The WebSocket stream: every public topic, encoded once, with the snapshot that heals a gap, over transports that may
 * be slower than the stream.
 */
package io.conclave.web.stream;
