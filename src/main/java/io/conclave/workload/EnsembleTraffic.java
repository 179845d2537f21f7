package io.conclave.workload;

import io.conclave.bus.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/**
 * Demo traffic through ZooKeeper clients: events as numbered znodes below one root, the oldest deleted beyond
 * {@value #MOST_EVENTS}, and idle sessions that show as connections. Children with other names are left alone.
 */
final class EnsembleTraffic implements ZnodeTraffic {

    static final int MOST_EVENTS = 8;
    private static final int MOST_DELETES = 20;
    private static final String NAME = "event-%010d";
    private static final String NAME_PATTERN = "event-\\d{10}";
    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final int CONNECTION_TIMEOUT_MS = 3_000;
    private static final int RETRY_MS = 100;
    private static final int CLOSE_MS = 200;

    private final String connectString;
    private final String root;
    private final Clock clock;
    private final CuratorFramework client;
    private volatile List<ZooKeeper> sessions = List.of();

    /**
     * Begins to connect.
     *
     * @param connectString the ensemble's client addresses
     * @param root znode below which events are made; made itself where it is missing
     * @param clock what the events are dated with
     */
    EnsembleTraffic(String connectString, String root, Clock clock) {
        this.connectString = connectString;
        this.root = root;
        this.clock = clock;
        this.client = CuratorFrameworkFactory.builder()
                .connectString(connectString)
                .sessionTimeoutMs(SESSION_TIMEOUT_MS)
                .connectionTimeoutMs(CONNECTION_TIMEOUT_MS)
                .maxCloseWaitMs(CLOSE_MS)
                .retryPolicy(new RetryOneTime(RETRY_MS))
                .ensembleTracker(false)
                .build();
        client.start();
    }

    @Override
    public int events() throws Exception {
        List<String> events = existing();
        long number = events.isEmpty() ? 1 : 1 + number(events.get(events.size() - 1));
        String path = root + "/" + String.format(NAME, number);
        client.create().creatingParentsIfNeeded().forPath(path, content("created"));
        client.setData().forPath(path, content("changed"));
        int happened = 2;
        int excess = Math.min(MOST_DELETES, events.size() + 1 - MOST_EVENTS);
        for (int i = 0; i < excess; i++) {
            client.delete().quietly().forPath(root + "/" + events.get(i));
            happened++;
        }
        return happened;
    }

    private List<String> existing() throws Exception {
        try {
            return client.getChildren().forPath(root).stream()
                    .filter(name -> name.matches(NAME_PATTERN))
                    .sorted()
                    .toList();
        } catch (KeeperException.NoNodeException firstEvent) {
            return List.of();
        }
    }

    private static long number(String event) {
        return Long.parseLong(event.substring(event.indexOf('-') + 1));
    }

    private byte[] content(String state) {
        return Json.object()
                .put("state", state)
                .put("at", clock.instant().toString())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void holdSessions(int wanted) throws IOException, InterruptedException {
        List<ZooKeeper> held = new ArrayList<>();
        for (ZooKeeper session : sessions) {
            if (session.getState().isAlive() && held.size() < wanted) {
                held.add(session);
            } else {
                session.close(CLOSE_MS);
            }
        }
        while (held.size() < wanted) {
            held.add(new ZooKeeper(connectString, SESSION_TIMEOUT_MS, event -> {}));
        }
        sessions = List.copyOf(held);
    }

    @Override
    public int openSessions() {
        return (int) sessions.stream()
                .filter(session -> session.getState().isConnected())
                .count();
    }

    @Override
    public void close() {
        try {
            holdSessions(0);
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
