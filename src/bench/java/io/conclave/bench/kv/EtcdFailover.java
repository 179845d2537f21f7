package io.conclave.bench.kv;

import java.net.URI;

/** etcd's leader is ended; a client writes to one member after another until it is answered. */
final class EtcdFailover extends Failover {

    private final Etcd store;
    private int outages;
    private volatile int member;

    EtcdFailover(Etcd store) {
        this.store = store;
    }

    @Override
    String leader() throws Exception {
        return store.leader().toString();
    }

    @Override
    Daemon member(String address) {
        return store.member(URI.create(address));
    }

    @Override
    void put(int number) throws Exception {
        URI asked = store.members().get(member);
        try {
            store.putOne(asked, key(number), "value " + number);
        } catch (Exception perhapsDone) {
            member = (member + 1) % store.members().size();
            throw perhapsDone;
        }
    }

    @Override
    boolean holds(int number) throws Exception {
        return store.getOne(store.leader(), key(number)).equals("value " + number);
    }

    @Override
    void restart(String address) throws Exception {
        store.restart(URI.create(address));
        outages++;
    }

    private String key(int number) {
        return "failover/" + outages + "/" + number;
    }
}
