/** Node control by commands of the operator's own. */
package io.conclave.control.command;
