/** The last minutes of each server's figures, for charts. */
package io.conclave.figures;
