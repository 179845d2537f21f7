/** What a supervisor asks. */
package io.conclave.web.health;
