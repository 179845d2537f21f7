package io.conclave.kv.replica;

import io.conclave.testing.RealZooKeeper;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of groups of members in this process, on a real ensemble; each test has a root and a folder of its own. */
abstract class GroupTest {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static Vertx vertx;

    @TempDir
    Path folder;

    final String root = ZOOKEEPER.freshRoot();
    TestGroup group;

    @BeforeAll
    static void openVertx() {
        vertx = Vertx.vertx();
    }

    @BeforeEach
    void open() throws Exception {
        group = new TestGroup(vertx, ZOOKEEPER, root, folder);
    }

    @AfterEach
    void close() {
        group.close();
    }

    @AfterAll
    static void closeVertx() {
        vertx.close();
    }
}
