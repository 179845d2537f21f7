package io.conclave.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that {@link OpenSearchServer} runs in. Maven Central has OpenSearch as libraries, not as a distribution,
 * so it is put together out of their jars, with HTTP and the analysers as modules.
 */
final class OpenSearchHome {

    private static final List<Module> MODULES = List.of(
            new Module(
                    "transport-netty4",
                    "org.opensearch.transport.Netty4Plugin",
                    List.of("transport-netty4-", "netty-"),
                    """
                    grant {
                      permission java.lang.RuntimePermission "getClassLoader";
                      permission java.lang.RuntimePermission "setContextClassLoader";
                      permission java.lang.RuntimePermission "accessDeclaredMembers";
                      permission java.lang.reflect.ReflectPermission "suppressAccessChecks";
                      permission java.net.SocketPermission "*", "accept,connect,resolve,listen";
                      permission java.util.PropertyPermission "*", "write";
                    };
                    """),
            new Module(
                    "analysis-common",
                    "org.opensearch.analysis.common.CommonAnalysisPlugin",
                    List.of("analysis-common-"),
                    "grant {};\n"));

    /** @param jars how the names of its jars begin */
    private record Module(String name, String plugin, List<String> jars, String policy) {
        private boolean has(String jar) {
            return jars.stream().anyMatch(jar::startsWith);
        }
    }

    private OpenSearchHome() {}

    /**
     * Writes all that it needs to start.
     *
     * @param jars where the build has put them
     * @param home an empty folder
     * @param port that it is to listen on
     */
    static void layOut(Path jars, Path home, int port) throws IOException {
        Path configuration = Files.createDirectories(home.resolve("config"));
        for (String folder : List.of("lib", "data", "logs", "plugins", "tmp")) {
            Files.createDirectories(home.resolve(folder));
        }
        for (Module module : MODULES) {
            Files.createDirectories(folder(home, module));
        }
        String version = copy(jars, home);
        for (Module module : MODULES) {
            Files.writeString(
                    folder(home, module).resolve("plugin-descriptor.properties"),
                    """
                    name=%s
                    description=%s
                    version=%s
                    opensearch.version=%s
                    java.version=11
                    classname=%s
                    """
                            .formatted(module.name, module.name, version, version, module.plugin));
            Files.writeString(folder(home, module).resolve("plugin-security.policy"), module.policy);
        }
        // How full the disk of the machine is, is of no interest to a test; a full one would make indices read-only.
        Files.writeString(
                configuration.resolve("opensearch.yml"),
                """
                cluster.name: conclave-tests
                node.name: search
                discovery.type: single-node
                network.host: 127.0.0.1
                http.port: %d
                transport.port: %d
                path.data: %s
                path.logs: %s
                cluster.routing.allocation.disk.threshold_enabled: false
                """
                        .formatted(port, UnusedPort.any(), home.resolve("data"), home.resolve("logs")));
        Files.writeString(
                configuration.resolve("log4j2.properties"),
                """
                status = error
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                """);
    }

    private static Path folder(Path home, Module module) {
        return home.resolve("modules").resolve(module.name);
    }

    /** Copied, since the user that it runs as may not reach into the project's folder. Gives OpenSearch's version. */
    private static String copy(Path jars, Path home) throws IOException {
        String version = "";
        try (Stream<Path> all = Files.list(jars)) {
            for (Path jar : all.toList()) {
                String name = jar.getFileName().toString();
                Path folder = MODULES.stream()
                        .filter(module -> module.has(name))
                        .findFirst()
                        .map(module -> folder(home, module))
                        .orElse(home.resolve("lib"));
                Files.copy(jar, folder.resolve(name));
                if (name.startsWith("opensearch-secure-sm-")) {
                    version = name.replaceAll("opensearch-secure-sm-|\\.jar", "");
                }
            }
        }
        return version;
    }
}
