/** Hands on to the active controller what another one is asked and cannot do itself. */
package io.conclave.web.forward;
