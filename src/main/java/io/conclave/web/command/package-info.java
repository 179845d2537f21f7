/** What can be asked for from outside: one table for REST and bridge, so that both stay in step. */
package io.conclave.web.command;
