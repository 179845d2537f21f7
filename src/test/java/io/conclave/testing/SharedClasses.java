package io.conclave.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The classes of the tests for JVMs that a test starts one after the other, by the dozen: the first of them that ends
 * leaves an archive of what it loaded, from which the next ones start with two thirds of the processor time (class data
 * sharing, JEP 350). The JVM archives only what comes out of jars, so folders of the class path are packed into some.
 */
public final class SharedClasses {

    private final Path archive;
    private final String classPath;

    /** @param folder for the jars and the archive; it must outlive the JVMs */
    public SharedClasses(Path folder) {
        this.archive = folder.resolve("classes.jsa");
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator)) {
            Path path = Path.of(entry);
            entries.add(
                    Files.isDirectory(path)
                            ? pack(path, folder.resolve("classes-" + entries.size() + ".jar"))
                                    .toString()
                            : entry);
        }
        this.classPath = String.join(File.pathSeparator, entries);
    }

    private static Path pack(Path classes, Path jar) {
        try (Stream<Path> walk = Files.walk(classes);
                OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            // Folders too, since whoever looks for resources looks for those.
            for (Path entry : walk.filter(path -> !path.equals(classes)).toList()) {
                String name = classes.relativize(entry).toString().replace(File.separatorChar, '/');
                boolean folder = Files.isDirectory(entry);
                out.putNextEntry(new ZipEntry(folder ? name + "/" : name));
                if (!folder) {
                    Files.copy(entry, out);
                }
                out.closeEntry();
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The arguments of the next JVM that name its classes. The first one also writes the archive when it ends. */
    public List<String> arguments() {
        String use = Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
        // It tells each class that cannot be archived, on standard output.
        return List.of(use + archive, "-Xlog:cds*=off", "-cp", classPath);
    }
}
