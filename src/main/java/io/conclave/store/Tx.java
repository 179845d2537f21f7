package io.conclave.store;

/** The tables as one open transaction sees them; good only until its {@link Work} returns. */
public interface Tx {}
