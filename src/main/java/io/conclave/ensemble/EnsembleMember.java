package io.conclave.ensemble;

/**
 * One line {@code server.N=…} of a server's membership.
 *
 * @param id the server's number, its {@code myid}
 * @param host where its peers reach it, the first one where it has several addresses
 * @param voter whether it is a participant rather than an observer
 * @param clientPort where clients reach it, or null where the line does not say
 */
public record EnsembleMember(long id, String host, boolean voter, Integer clientPort) {}
