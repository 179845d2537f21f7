package io.conclave.embedded;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM of our own, on the class path that this JVM runs on. */
public final class ChildJvm {

    /**
     * A terminal sends Ctrl-C to the whole process group. Servers ignore it (a JVM leaves a signal alone that was
     * ignored when it began), so that the controller can end its own work before it ends them.
     */
    private static final List<String> DEAF_TO_THE_TERMINAL =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\"");

    /**
     * What every small JVM beside others has: one core's worth of collector and compiler, and an end where memory ends.
     */
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError");

    private ChildJvm() {}

    /**
     * The command that runs a program's main method.
     *
     * @param options further options of the JVM
     */
    public static List<String> of(Class<?> program, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(options);
        command.add("-cp");
        command.add(classPath(program.getClassLoader()));
        command.add(program.getName());
        command.addAll(arguments);
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
