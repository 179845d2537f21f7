package io.conclave.kv.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a client reaches the store.
 *
 * @param seeds host:port of members or servers that are asked for the ring first, at least one
 * @param token what each call carries, where the store asks for one
 * @param tls where the store speaks TLS
 * @param deadline how long a call may take with all its repetitions, up to 60 s: for longer the store does not keep
 *     what it needs to know a repeated write
 * @param patience how long one attempt may take: a member that stopped without closing its connections is given up
 *     after this
 */
public record KvClientSettings(
        List<String> seeds, Optional<String> token, Optional<ClientTls> tls, Duration deadline, Duration patience) {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Refuses what cannot work, by what it is. */
    public KvClientSettings {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("there are no addresses of members to begin with");
        }
        seeds.forEach(KvClientSettings::checkAddress);
        if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the deadline is 1 to 60000 ms, not " + deadline.toMillis());
        }
        if (patience.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("the patience is 1 ms or more, not " + patience.toMillis());
        }
    }

    /** A store on this machine or in a trusted network, with a deadline of 10 s. */
    public static KvClientSettings of(List<String> seeds) {
        return new KvClientSettings(
                seeds, Optional.empty(), Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    /** The same with another deadline. */
    public KvClientSettings within(Duration otherDeadline) {
        return new KvClientSettings(seeds, token, tls, otherDeadline, patience);
    }

    /** The same with a token. */
    public KvClientSettings withToken(String given) {
        return new KvClientSettings(seeds, Optional.of(given), tls, deadline, patience);
    }

    /** The same over TLS. */
    public KvClientSettings withTls(ClientTls given) {
        return new KvClientSettings(seeds, token, Optional.of(given), deadline, patience);
    }

    private static void checkAddress(String address) {
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException("\"" + address + "\" is no address; it is host:port");
        }
    }
}
