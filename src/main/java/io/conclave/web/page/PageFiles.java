package io.conclave.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Reads the whole page into memory, which is less than a megabyte. What is asked for later is looked up among these
 * names and never on a disk: there is no path to climb out of, no listing and no hidden file.
 */
final class PageFiles {

    private static final String ROOT = "/webroot";

    /** The file in which the page begins. */
    static final String INDEX = "index.html";

    /**
     * What the page calls a library's file, its WebJar, the file in it, and what makes a module out of it that needs no
     * build step.
     */
    private record Library(String name, String jar, String file, UnaryOperator<String> asModule) {

        Library(String name, String jar, String file) {
            this(name, jar, file, UnaryOperator.identity());
        }
    }

    private static final Library[] LIBRARIES = {
        new Library("vendor/vue.js", "vue", "dist/vue.runtime.esm-browser.prod.js"),
        new Library("vendor/chart.js", "chart.js", "dist/chart.umd.min.js"),
        new Library("vendor/vue-router.js", "vue-router", "dist/vue-router.global.prod.js", PageFiles::routerModule),
        new Library("vendor/virtual/index.js", "tanstack__virtual-core", "dist/esm/index.js", PageFiles::forProduction),
        new Library("vendor/virtual/utils.js", "tanstack__virtual-core", "dist/esm/utils.js", PageFiles::forProduction),
    };

    private PageFiles() {}

    /**
     * Every file of the page by its path below {@code /ui/}; blocks.
     *
     * @throws IOException where the page or a library is missing from the class path
     */
    static Map<String, Asset> read() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        URL root = PageFiles.class.getResource(ROOT);
        if (root == null) {
            throw new IOException("the page is missing from the class path");
        }
        try {
            URI uri = root.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    addAll(jar.getPath(ROOT), files);
                }
            } else {
                addAll(Path.of(uri), files);
            }
        } catch (URISyntaxException e) {
            throw new IOException("the page lies at " + root, e);
        }
        makeLean(files);
        for (Library library : LIBRARIES) {
            files.put(library.name(), content(library));
        }
        Map<String, Asset> assets = new TreeMap<>();
        files.forEach((name, content) -> assets.put(name, Asset.of(name, content)));
        return Collections.unmodifiableMap(assets);
    }

    private static void makeLean(Map<String, byte[]> files) {
        Map<String, String> texts = new TreeMap<>();
        files.forEach((name, content) -> {
            String text = new String(content, StandardCharsets.UTF_8);
            if (name.endsWith(".js") || name.endsWith(".css")) {
                texts.put(name, Lean.withoutCommentsAndIndents(text));
            } else if (name.equals(INDEX)) {
                texts.put(name, text);
            }
        });
        files.keySet().removeAll(texts.keySet());
        Lean.oneSheet(INDEX, texts);
        texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void addAll(Path folder, Map<String, byte[]> files) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!name.startsWith(".") && !name.contains("/.")) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
    }

    private static byte[] content(Library library) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/" + library.jar() + "/pom.properties")) {
            properties.load(in);
        }
        String version = properties.getProperty("version");
        try (InputStream in =
                open("/META-INF/resources/webjars/" + library.jar() + "/" + version + "/" + library.file())) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return library.asModule().apply(text).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The router's only build without development tools is a script that takes Vue from a global. */
    private static String routerModule(String script) {
        return "import * as Vue from './vue.js';\n" + script + "\nexport default VueRouter;\n";
    }

    /** Bundlers put this in; a browser knows no {@code process}. */
    private static String forProduction(String module) {
        return Lean.withoutCommentsAndIndents(module.replace("process.env.NODE_ENV", "\"production\""));
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = PageFiles.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException(resource + " is missing from the class path");
        }
        return in;
    }
}
