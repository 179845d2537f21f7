/**
 * The relational database: its versioned schema, one writer that commits in groups, readers beside it, and one class a
 * table. Nothing outside this package knows SQL.
 */
package io.conclave.store;
