package io.conclave.bench.kv;

import io.conclave.bench.Workshop;
import java.util.ArrayList;
import java.util.List;

/** The product and those of its peers that this machine has. */
final class Stores implements AutoCloseable {

    private final List<Store> started = new ArrayList<>();

    /** Starts all with so many copies, and notes which of them are missing. */
    void start(Workshop workshop, int copies) throws Exception {
        started.add(Conclave.start(Conclave.Settings.compared(workshop.newFolder("conclave"), copies)));
        if (Etcd.installed()) {
            started.add(Etcd.start(workshop.newFolder("etcd"), copies));
        } else {
            workshop.note("etcd is not installed (etcd-server): nothing is compared with it");
        }
        started.add(ZooKeeperServers.start(workshop.newFolder("zookeeper"), copies));
        if (copies > 1) {
            return;
        }
        if (Redis.installed()) {
            started.add(Redis.start(workshop.newFolder("redis")));
        } else {
            workshop.note("redis is not installed (redis-server, redis-tools): nothing is compared with it");
        }
        started.add(RawAppends.in(workshop.newFolder("raw")));
    }

    /** The product first. */
    List<Store> all() {
        return List.copyOf(started);
    }

    @Override
    public void close() throws Exception {
        Exception failure = null;
        for (Store store : started) {
            try {
                store.close();
            } catch (Exception e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
