package io.conclave.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Stands in for the stack's proxy before the Docker engine's socket, started with that one's own arguments: it lets a
 * request through whose client is the named host, and whose path the pattern for its method matches as a whole.
 * Everything else is answered with 403. Each connection serves one request.
 */
public final class SocketProxy {

    private static final Path ENGINE = Path.of("/var/run/docker.sock");
    private static final int PORT = 2375;
    private static final int LONGEST_HEAD = 16_384;

    private final List<String> arguments;

    private SocketProxy(List<String> arguments) {
        this.arguments = arguments;
    }

    /** Serves until it is killed. */
    public static void main(String[] arguments) throws IOException {
        SocketProxy proxy = new SocketProxy(List.of(arguments));
        try (ServerSocket server = new ServerSocket(PORT)) {
            while (true) {
                Socket client = server.accept();
                start(() -> proxy.serve(client));
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String[] request = head.split(" ", 3);
            String path = request[1].split("\\?", 2)[0];
            if (!isNamed(client.getInetAddress()) || !allows(request[0], path)) {
                System.out.println("blocked " + request[0] + " " + path);
                client.getOutputStream()
                        .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            System.out.println("allowed " + request[0] + " " + path);
            forward(head, client);
        } catch (IOException e) {
            System.out.println("gone: " + e);
        }
    }

    private static void forward(String head, Socket client) throws IOException {
        try (SocketChannel engine = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.connect(UnixDomainSocketAddress.of(ENGINE));
            String last =
                    head.replaceAll("(?im)^Connection:.*\r\n", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
            OutputStream toEngine = Channels.newOutputStream(engine);
            toEngine.write(last.getBytes(StandardCharsets.ISO_8859_1));
            start(() -> pump(client, toEngine));
            Channels.newInputStream(engine).transferTo(client.getOutputStream());
        }
    }

    private static void pump(Socket client, OutputStream toEngine) {
        try {
            client.getInputStream().transferTo(toEngine);
        } catch (IOException e) {
            // The answer is complete, and both ends are closed.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "socket proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_HEAD && head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no whole request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private boolean isNamed(InetAddress client) throws IOException {
        return Arrays.asList(InetAddress.getAllByName(values("-allowfrom=").get(0)))
                .contains(client);
    }

    private boolean allows(String method, String path) {
        return values("-allow" + method + "=").stream().anyMatch(path::matches);
    }

    private List<String> values(String flag) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(flag))
                .map(argument -> argument.substring(flag.length()))
                .toList();
    }
}
