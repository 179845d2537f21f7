/** What the edge itself knows, from what the features publish. */
package io.conclave.web.state;
