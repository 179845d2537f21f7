package io.conclave.bench.kv;

import io.conclave.bench.Lines;
import io.conclave.bench.Miss;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * The JVM that loads ZooKeeper. Its orders, one a line:
 *
 * <ul>
 *   <li>{@code connect <port>}
 *   <li>{@code put <clients> <valueBytes> <millis>}, {@code get …} and {@code sync-get …} answer {@code done
 *       <perSecond> <p50Ms> <p99Ms>}
 *   <li>{@code check <port>} demands that this member has all that was written
 * </ul>
 *
 * <p>The answer begins with {@code done}, or tells what is wrong.
 */
final class ZooKeeperLoad {

    private static final int SESSION_MS = 20_000;
    private static final long CALL_LIMIT_S = 30;

    private final Bodies bodies = new Bodies();
    private final Map<String, byte[]> written = new HashMap<>();
    private final Map<String, Integer> writes = new HashMap<>();
    private ZooKeeper client;

    private ZooKeeperLoad() {}

    /**
     * Runs until the suite closes the line.
     *
     * @param args where the suite listens
     */
    public static void main(String[] args) throws IOException {
        try (Lines lines = Lines.toSuite(args)) {
            ZooKeeperLoad load = new ZooKeeperLoad();
            for (String order = lines.next(); order != null; order = lines.next()) {
                lines.send(load.answer(order.split(" ")));
            }
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private String answer(String[] words) {
        try {
            return "done " + obey(words);
        } catch (Miss wrong) {
            return wrong.getMessage();
        } catch (Exception e) {
            return "failed: " + e;
        }
    }

    private String obey(String[] words) throws Exception {
        switch (words[0]) {
            case "connect" -> client = connect(Integer.parseInt(words[1]));
            case "check" -> check(Integer.parseInt(words[1]));
            case "put" -> {
                return text(put(load(words)));
            }
            case "get" -> {
                return text(outstanding(load(words)).run(this::read));
            }
            case "sync-get" -> {
                return text(outstanding(load(words)).run((path, done) -> {
                    client.sync(path, null, null);
                    read(path, done);
                }));
            }
            default -> throw new IllegalArgumentException("there is no order " + words[0]);
        }
        return "";
    }

    private static ZooKeeper connect(int port) throws IOException, InterruptedException, Miss {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper("127.0.0.1:" + port, SESSION_MS, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        Miss.unless(connected.await(CALL_LIMIT_S, TimeUnit.SECONDS), "no connection to port %d", port);
        return client;
    }

    private Sample put(Load load) throws Exception {
        for (int i = 0; i < load.keys(); i++) {
            String path = path(load, i);
            byte[] value = bodies.value(load.valueBytes());
            if (written.put(path, value) == null) {
                client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
        }
        Outstanding outstanding = outstanding(load);
        Sample sample = outstanding.run(this::write);
        for (int i = 0; i < load.keys(); i++) {
            writes.merge(path(load, i), outstanding.answered(i), Integer::sum);
        }
        return sample;
    }

    private void write(String path, Outstanding.Answer done) {
        client.setData(path, written.get(path), -1, (code, p, context, stat) -> done.arrived(code == 0), null);
    }

    private void read(String path, Outstanding.Answer done) {
        int length = written.get(path).length;
        client.getData(
                path, false, (code, p, context, data, stat) -> done.arrived(code == 0 && data.length == length), null);
    }

    private static Outstanding outstanding(Load load) {
        String[] paths = new String[load.keys()];
        Arrays.setAll(paths, i -> path(load, i));
        return new Outstanding(paths, load.clients(), load.time());
    }

    /** A member's own copy, after it has caught up. */
    private void check(int port) throws Exception {
        ZooKeeper member = connect(port);
        try {
            for (Map.Entry<String, byte[]> row : written.entrySet()) {
                String path = row.getKey();
                CountDownLatch synced = new CountDownLatch(1);
                member.sync(path, (code, p, context) -> synced.countDown(), null);
                Miss.unless(synced.await(CALL_LIMIT_S, TimeUnit.SECONDS), "port %d does not sync", port);
                Stat stat = new Stat();
                byte[] found = member.getData(path, false, stat);
                Miss.unless(Arrays.equals(found, row.getValue()), "port %d has a wrong value of %s", port, path);
                Miss.unless(
                        stat.getVersion() == writes.get(path),
                        "%s was written %d times, but has version %d",
                        path,
                        writes.get(path),
                        stat.getVersion());
            }
        } catch (KeeperException e) {
            throw new IOException("port " + port, e);
        } finally {
            member.close();
        }
    }

    private static Load load(String[] words) {
        return new Load(
                Integer.parseInt(words[1]), Integer.parseInt(words[2]), Duration.ofMillis(Long.parseLong(words[3])));
    }

    private static String path(Load load, int number) {
        return "/" + load.key(number).replace('/', '-');
    }

    private static String text(Sample sample) {
        return sample.perSecond() + " " + sample.p50Ms() + " " + sample.p99Ms();
    }
}
