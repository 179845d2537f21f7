package io.conclave.embedded;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a server's JVM, on the class path that this JVM runs on. */
final class ChildCommand {

    /**
     * A terminal sends Ctrl-C to the whole process group. Servers ignore it (a JVM leaves a signal alone that was
     * ignored when it began), so that the controller can end its own work before it ends them.
     */
    private static final List<String> DEAF_TO_THE_TERMINAL =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\"");

    /**
     * A server begins small, about 80 MB, and may grow with what it holds: 100,000 files take 140 MB of its heap, and
     * 270 MB of the leader's, which keeps the last 500 proposals for followers that come back.
     */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xms32m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            // They speak no TLS, yet ZooKeeper has the JDK read all its certificates to learn the default protocol.
            "-Djavax.net.ssl.trustStore=NONE",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dzookeeper.jmx.log4j.disable=true",
            "-Dlogback.configurationFile=io/conclave/embedded/member-logback.xml");

    private ChildCommand() {}

    /** The command that runs this member. */
    static List<String> of(MemberConfig member) {
        List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.add("-Dconclave.member.log=" + member.logFile());
        command.add("-Dconclave.member.id=" + member.number());
        command.add("-cp");
        command.add(classPath(EnsembleMember.class.getClassLoader()));
        command.add(EnsembleMember.class.getName());
        command.add(member.configFile().toString());
        return command;
    }

    /**
     * Where a class loader finds its classes. Run out of Maven, that is not the class path of the JVM, which is Maven's
     * own, but the URLs of the loader that Maven made for the program.
     */
    static String classPath(ClassLoader loader) {
        if (loader instanceof URLClassLoader urls) {
            List<String> entries = new ArrayList<>();
            for (URL url : urls.getURLs()) {
                entries.add(file(url));
            }
            return String.join(File.pathSeparator, entries);
        }
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String file(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no file: " + url, e);
        }
    }
}
