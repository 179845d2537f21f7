/** A process' contact with an ensemble that coordinates it: sessions and calls that never block. */
package io.conclave.znodes;
