/**
 * The embedded index of the logs: a database file of SQLite's with a full-text index, in which entries and the
 * positions up to which their sources were read are kept by the same transactions. All of its SQL is here.
 */
package io.conclave.logs.index;
