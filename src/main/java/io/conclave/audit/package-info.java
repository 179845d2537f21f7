/** The record of every action: who did what to which node, when, how it ended, and what was measured around it. */
package io.conclave.audit;
