/** The commands, and the composition of a controller out of its features. */
package io.conclave.cli;
