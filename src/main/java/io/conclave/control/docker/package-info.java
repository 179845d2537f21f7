/** Node control by a Docker engine. */
package io.conclave.control.docker;
