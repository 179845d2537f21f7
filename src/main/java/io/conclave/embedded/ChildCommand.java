package io.conclave.embedded;

import java.util.List;
import java.util.stream.Stream;

/** The command line of a server's JVM. */
final class ChildCommand {

    /**
     * A server begins small, about 80 MB, and may grow with what it holds: 100,000 files take 140 MB of its heap, and
     * 270 MB of the leader's, which keeps the last 500 proposals for followers that come back.
     */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xms32m",
            "-Xmx512m",
            // They speak no TLS, yet ZooKeeper has the JDK read all its certificates to learn the default protocol.
            "-Djavax.net.ssl.trustStore=NONE",
            "-Dzookeeper.jmx.log4j.disable=true",
            "-Dlogback.configurationFile=io/conclave/embedded/member-logback.xml");

    private ChildCommand() {}

    /** The command that runs this member. */
    static List<String> of(MemberConfig member) {
        List<String> options = Stream.concat(
                        JVM_OPTIONS.stream(),
                        Stream.of(
                                "-Dconclave.member.log=" + member.logFile(), "-Dconclave.member.id=" + member.number()))
                .toList();
        return ChildJvm.of(
                EnsembleMember.class, options, List.of(member.configFile().toString()));
    }
}
