package io.conclave.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AsyncCallback.StatCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/** Clients of the ensemble that write to one znode. */
final class WriteLoad implements AutoCloseable {

    private static final String ZNODE = "/write-load";
    private static final byte[] DATA = new byte[512];
    private static final int SESSION_MS = 20_000;
    private static final int MOST_UNDER_WAY = 500;

    private final List<ZooKeeper> clients = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean closed;

    private WriteLoad() {}

    /** Each client has so many writes under way at any time. */
    static WriteLoad flood(String connectString, int sessions, int atOnce) throws Exception {
        WriteLoad load = open(connectString, sessions);
        for (ZooKeeper client : load.clients) {
            for (int i = 0; i < atOnce; i++) {
                load.writeOnAndOn(client);
            }
        }
        return load;
    }

    /** Each client writes once in so much time, whether or not the last one was answered. */
    static WriteLoad steady(String connectString, int sessions, Duration every) throws Exception {
        WriteLoad load = open(connectString, sessions);
        Semaphore room = new Semaphore(MOST_UNDER_WAY);
        StatCallback done = (code, path, context, stat) -> room.release();
        for (ZooKeeper client : load.clients) {
            load.clock.scheduleAtFixedRate(
                    () -> {
                        if (room.tryAcquire()) {
                            client.setData(ZNODE, DATA, -1, done, null);
                        }
                    },
                    0,
                    every.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        return load;
    }

    private static WriteLoad open(String connectString, int sessions) throws Exception {
        WriteLoad load = new WriteLoad();
        try {
            for (int i = 0; i < sessions; i++) {
                load.connect(connectString);
            }
            return load;
        } catch (Exception e) {
            load.close();
            throw e;
        }
    }

    private void connect(String connectString) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(connectString, SESSION_MS, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        clients.add(client);
        if (!connected.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no session with " + connectString);
        }
        try {
            client.create(ZNODE, DATA, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException another) {
            // The first session made it.
        }
    }

    private void writeOnAndOn(ZooKeeper client) {
        StatCallback next = (code, path, context, stat) -> {
            if (!closed && KeeperException.Code.get(code) != KeeperException.Code.SESSIONEXPIRED) {
                writeOnAndOn(client);
            }
        };
        client.setData(ZNODE, DATA, -1, next, null);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        clock.shutdownNow();
        clock.awaitTermination(5, TimeUnit.SECONDS);
        for (ZooKeeper client : clients) {
            client.close(1_000);
        }
    }
}
