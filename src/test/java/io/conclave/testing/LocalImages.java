package io.conclave.testing;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The images that the stack's own two kinds of services run, made of what this machine has, since none can be pulled:
 * Busybox, Bash, a Java runtime out of the JDK that the test runs on, and the jars of the test's class path. They bear
 * the names that the stack's files call for, so that these files are used as they are.
 */
public final class LocalImages {

    private static final Path COMPOSE_FILE = Path.of("stack/docker-compose.yml");
    private static final Path DOCKERFILE = Path.of("stack/Dockerfile");
    private static final String BASE = "conclave-test-base";
    private static final String RUNTIME = "/opt/java/openjdk";

    /** Of the JDK's modules those that the product, ZooKeeper and their libraries ask for. */
    private static final String MODULES =
            "java.base,java.compiler,java.desktop,java.logging,java.management,java.naming,java.net.http,"
                    + "java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.jfr,jdk.management,"
                    + "jdk.unsupported,jdk.zipfs";

    /** Of the runtime's libraries those that need a screen or a loudspeaker. */
    private static final Pattern NEEDLESS =
            Pattern.compile("lib(awt.*|fontmanager|freetype|javajpeg|jawt|jsound|lcms|mlib_image|splashscreen)\\.so");

    /** What a ZooKeeper server with AdminServer and Prometheus provider is made of. */
    private static final Pattern SERVER_JARS = Pattern.compile(
            "(zookeeper|netty-(?!.*(dns|http|haproxy|proxy|socks))|jetty-|javax\\.servlet-api|simpleclient|"
                    + "slf4j-api|logback-|snappy-java|metrics-core-4|commons-(cli|io)|jackson-(core|databind|annotations)|"
                    + "audience-annotations).*\\.jar");

    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");

    private final DockerEngine engine;
    private final Path folder;
    private boolean based;

    /**
     * @param engine where the images are to be
     * @param folder an empty folder for what they are made of, some 150 MB
     */
    public LocalImages(DockerEngine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    /** Builds what the stack's file has ZooKeeper's servers run, and gives its name. */
    public String zookeeper() throws IOException, InterruptedException {
        base();
        Path context = Files.createDirectories(folder.resolve("zookeeper"));
        Path jars = Files.createDirectories(context.resolve("zookeeper"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (SERVER_JARS.matcher(jar.getFileName().toString()).matches()) {
                Files.copy(jar, jars.resolve(jar.getFileName()));
            }
        }
        program(context.resolve("entrypoint"), resource("zookeeper-entrypoint.sh"));
        return build(
                zookeeperTag(),
                context,
                "FROM " + BASE,
                "COPY entrypoint /entrypoint",
                "COPY zookeeper /zookeeper",
                "RUN mkdir /conf /data /datalog /logs && chown 1000:1000 /conf /data /datalog /logs",
                "VOLUME [\"/data\", \"/datalog\", \"/logs\"]",
                "ENTRYPOINT [\"/entrypoint\"]");
    }

    /**
     * Builds the stack's own Dockerfile as it stands, on stand-ins for the images that it begins with, and gives the
     * image's name. The stand-in for Maven hands out the jar that this very build has packaged.
     */
    public String conclave() throws IOException, InterruptedException {
        base();
        Matcher from = FROM.matcher(Files.readString(DOCKERFILE));
        if (!from.find()) {
            throw new IllegalStateException("no build stage in " + DOCKERFILE);
        }
        Path context = Files.createDirectories(folder.resolve("maven"));
        Files.copy(Path.of(System.getProperty("conclave.jar")), context.resolve("conclave.jar"));
        program(
                context.resolve("mvn"),
                """
                #!/bin/bash
                set -eu
                [ -f pom.xml ] && [ -d src/main/java ] && [ -d webroot ] && [ "${!#}" = package ]
                mkdir target
                cp /packaged/conclave.jar target/
                """);
        build(from.group(1), context, "FROM " + BASE, "COPY mvn /bin/mvn", "COPY conclave.jar /packaged/conclave.jar");
        if (!from.find()) {
            throw new IllegalStateException("no second stage in " + DOCKERFILE);
        }
        engine.run("tag", BASE, from.group(1));
        engine.run("build", "--network=none", "--file=" + DOCKERFILE, "--tag=" + conclaveTag(), ".");
        return conclaveTag();
    }

    /**
     * Builds a stand-in for the proxy before the engine's socket, under the name in the stack's file, and gives that.
     */
    public String socketProxy() throws IOException, InterruptedException {
        base();
        Path context = Files.createDirectories(folder.resolve("proxy"));
        String name = SocketProxy.class.getName().replace('.', '/') + ".class";
        Path target = context.resolve("classes").resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream in = SocketProxy.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(in, target);
        }
        program(
                context.resolve("healthcheck"),
                """
                #!/bin/bash
                exec 3<>/dev/tcp/127.0.0.1/2375
                """);
        return build(
                tag("docker-proxy"),
                context,
                "FROM " + BASE,
                "COPY classes /classes",
                "COPY healthcheck /healthcheck",
                "ENTRYPOINT [\"java\", \"-Xmx32m\", \"-cp\", \"/classes\", \"" + SocketProxy.class.getName() + "\"]");
    }

    /** What the stack's file calls the image of ZooKeeper's servers. */
    public static String zookeeperTag() throws IOException {
        return tag("zk1");
    }

    /** What the stack's file calls Conclave's image. */
    public static String conclaveTag() throws IOException {
        return tag("conclave");
    }

    private static String tag(String service) throws IOException {
        // Merge keys are not part of YAML 1.2, so a service's own parts may be in what it includes.
        var services = new YAMLMapper().readTree(COMPOSE_FILE.toFile());
        var own = services.at("/services/" + service + "/image");
        return own.isTextual()
                ? own.asText()
                : services.at("/x-zookeeper/image").asText();
    }

    /** A system with a shell and a Java runtime. */
    private void base() throws IOException, InterruptedException {
        if (based) {
            return;
        }
        Path busybox = required("busybox");
        Path bash = required("bash");
        Path context = Files.createDirectories(folder.resolve("base"));
        Path root = context.resolve("root");
        copy(busybox, root.resolve("bin/busybox"));
        copy(bash, root.resolve("bin/bash"));
        for (String applet : output(busybox.toString(), "--list").split("\n")) {
            if (!applet.equals("busybox")) {
                Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
            }
        }
        Path runtime = root.resolve(RUNTIME.substring(1));
        Files.createDirectories(runtime.getParent());
        output(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--add-modules=" + MODULES,
                "--no-header-files",
                "--no-man-pages",
                "--strip-java-debug-attributes",
                "--output=" + runtime);
        copyLibraries(bash, runtime, root);
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
        Files.writeString(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
        Files.setPosixFilePermissions(
                Files.createDirectories(root.resolve("tmp")), PosixFilePermissions.fromString("rwxrwxrwx"));
        build(
                BASE,
                context,
                "FROM scratch",
                "COPY root/ /",
                "ENV JAVA_HOME=" + RUNTIME + " PATH=" + RUNTIME + "/bin:/bin LANG=C.UTF-8");
        based = true;
    }

    private static Path required(String program) {
        return DockerEngine.find(program)
                .or(() -> Stream.of(Path.of("/bin", program))
                        .filter(Files::isExecutable)
                        .findFirst())
                .orElseThrow(() -> RealParts.missing("no " + program));
    }

    /** Copies what the runtime and Bash are linked with, each library to the path where it is looked for. */
    private static void copyLibraries(Path bash, Path runtime, Path root) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ldd", bash.toString()));
        try (Stream<Path> files = Files.walk(runtime)) {
            files.filter(file ->
                            file.toString().endsWith(".so") || file.getParent().equals(runtime.resolve("bin")))
                    .filter(file ->
                            !NEEDLESS.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .map(Path::toString)
                    .forEach(command::add);
        }
        Matcher library = LIBRARY.matcher(output(command.toArray(String[]::new)));
        while (library.find()) {
            Path file = Path.of(library.group(1));
            Path target = root.resolve(file.toString().substring(1));
            if (!file.startsWith(runtime) && !Files.exists(target)) {
                copy(file, target);
            }
            if (file.getFileName().toString().startsWith("libc.so")) {
                copyPartsOfTheCLibrary(file.getParent(), target.getParent());
            }
        }
    }

    /** Libraries that newer C libraries contain, but that programs built with older ones, SQLite's say, still name. */
    private static void copyPartsOfTheCLibrary(Path from, Path to) throws IOException {
        for (String name : List.of("libpthread.so.0", "libdl.so.2", "librt.so.1", "libm.so.6")) {
            if (Files.exists(from.resolve(name)) && !Files.exists(to.resolve(name))) {
                copy(from.resolve(name), to.resolve(name));
            }
        }
    }

    private static void copy(Path file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(file.toRealPath(), target, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = LocalImages.class.getResourceAsStream("images/" + name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private String build(String tag, Path context, String... dockerfile) throws IOException, InterruptedException {
        Files.write(context.resolve("Dockerfile"), List.of(dockerfile));
        engine.run("build", "--network=none", "--tag=" + tag, context.toString());
        return tag;
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("output", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + Files.readString(output));
            }
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }
}
