/**
 * The words in which the log centre is spoken of: entries, queries and their answers, and what keeps and finds entries.
 * Nothing here reads a file or a database.
 */
package io.conclave.logs;
