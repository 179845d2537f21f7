/**
 * The files' bytes: received, written, generated, read, moved between the nodes' folders and deleted, so that whatever
 * dies in between, disk and database agree again after one recovery pass and nothing is lost or doubled.
 */
package io.conclave.files;
