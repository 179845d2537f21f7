package io.conclave.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.zookeeper.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is on the class path in the end. vertx-zookeeper asks for older versions, in which two can lead at once
 * (CURATOR-644, 645, 696, 724), and ZooKeeper 3.9.3 loses data (ZOOKEEPER-4925).
 */
class ResolvedVersionsTest {

    private static final String CURATOR = "5.9.0";
    private static final String ZOOKEEPER = "3.9.5";

    @ParameterizedTest
    @ValueSource(strings = {"curator-client", "curator-framework", "curator-recipes"})
    void curatorIsTheOneWithoutTwoLeaders(String artifact) throws IOException {
        Properties built = new Properties();
        String file = "/META-INF/maven/org.apache.curator/" + artifact + "/pom.properties";
        try (InputStream found = ResolvedVersionsTest.class.getResourceAsStream(file)) {
            built.load(found);
        }
        assertThat(built.getProperty("version")).isEqualTo(CURATOR);
    }

    @Test
    void zooKeeperIsTheOneThatLosesNothing() {
        assertThat(Version.getVersion()).isEqualTo(ZOOKEEPER);
    }
}
