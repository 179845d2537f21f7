package io.conclave.embedded;

import io.conclave.config.NodeAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One server of the ensemble: its number, its folder and its three loopback ports.
 *
 * @param number from 1; the server's {@code myid}
 * @param folder all that is its own: {@code zoo.cfg}, {@code myid}, data, log and process id
 * @param clientPort where clients and four-letter words connect
 * @param peerPort where followers connect to a leader
 * @param electionPort where votes are exchanged
 */
record MemberConfig(int number, Path folder, int clientPort, int peerPort, int electionPort) {

    private static final String HOST = "127.0.0.1";
    private static final Pattern SERVER_LINE = Pattern.compile("(?m)^server\\.\\d+=");

    /** The folder's and the node's name, such as {@code zk1}. */
    static String nameOf(int number) {
        return "zk" + number;
    }

    String id() {
        return nameOf(number);
    }

    NodeAddress address() {
        return NodeAddress.of(id(), HOST, clientPort);
    }

    Path configFile() {
        return folder.resolve("zoo.cfg");
    }

    Path logFile() {
        return folder.resolve("server.log");
    }

    /**
     * How many servers an earlier run's data belongs to; 0 where there is none.
     *
     * @param firstFolder the folder of server 1
     */
    static int sizeOf(Path firstFolder) throws IOException {
        Path file = firstFolder.resolve("zoo.cfg");
        if (!Files.exists(file)) {
            return 0;
        }
        long lines = SERVER_LINE
                .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                .results()
                .count();
        return (int) Math.max(1, lines);
    }

    /** Writes {@code zoo.cfg} and {@code myid} anew and leaves the data alone. */
    void write(List<MemberConfig> ensemble) throws IOException {
        Files.createDirectories(folder);
        forgetDynamicConfig();
        Files.writeString(folder.resolve("myid"), number + "\n");
        Files.writeString(configFile(), text(ensemble), StandardCharsets.ISO_8859_1);
    }

    /** A dynamic configuration of an earlier run would name that run's ports and win over {@code zoo.cfg}. */
    private void forgetDynamicConfig() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "zoo.cfg.*")) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    /**
     * The text of {@code zoo.cfg}. Short ticks, so that a lost leader is replaced in well under a second; sessions as
     * long as with ZooKeeper's default tick, so that clients keep what they ask for.
     *
     * @see <a href="https://zookeeper.apache.org/doc/r3.9.5/zookeeperAdmin.html#sc_configuration">Configuration</a>
     */
    private String text(List<MemberConfig> ensemble) {
        StringBuilder text = new StringBuilder(512)
                .append("# Written by Conclave at each start: changes here are lost.\n")
                .append("tickTime=500\n")
                .append("initLimit=10\n")
                .append("syncLimit=5\n")
                .append("minSessionTimeout=1000\n")
                .append("maxSessionTimeout=40000\n")
                .append("dataDir=")
                .append(escaped(folder.toString()))
                .append('\n')
                .append("clientPort=")
                .append(clientPort)
                .append('\n')
                .append("clientPortAddress=" + HOST + "\n")
                .append("maxClientCnxns=500\n")
                .append("4lw.commands.whitelist=*\n")
                .append("admin.enableServer=false\n")
                .append("autopurge.snapRetainCount=3\n")
                .append("autopurge.purgeInterval=1\n");
        if (ensemble.size() > 1) {
            text.append("quorumListenOnAllIPs=false\n");
            for (MemberConfig member : ensemble) {
                text.append("server.%d=%s:%d:%d:participant\n"
                        .formatted(member.number, HOST, member.peerPort, member.electionPort));
            }
        }
        return text.toString();
    }

    /** As {@link java.util.Properties#load(java.io.InputStream)} reads it back: Latin-1, the rest as escapes. */
    private static String escaped(String value) {
        StringBuilder out = new StringBuilder(value.length());
        for (char c : value.toCharArray()) {
            if (c == '\\') {
                out.append("\\\\");
            } else if (c < ' ' || c > '~') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
