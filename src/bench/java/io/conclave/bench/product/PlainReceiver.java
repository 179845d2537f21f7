package io.conclave.bench.product;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.conclave.bench.Lines;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A JVM that streams what is posted to a file and syncs it: no form, no hash, no placement, no row, no rename. Its one
 * order is {@code into <file>}; its answer {@code port <number>}.
 */
final class PlainReceiver {

    private PlainReceiver() {}

    /**
     * Runs until the suite closes the line.
     *
     * @param args where the suite listens
     */
    public static void main(String[] args) throws IOException {
        try (Lines lines = Lines.toSuite(args)) {
            for (String order = lines.next(); order != null; order = lines.next()) {
                Path file = Path.of(order.substring("into ".length()));
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.setExecutor(Executors.newCachedThreadPool());
                server.createContext("/", exchange -> receive(exchange, file));
                server.start();
                lines.send("port " + server.getAddress().getPort());
            }
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private static void receive(HttpExchange exchange, Path file) throws IOException {
        try (exchange;
                FileOutputStream out = new FileOutputStream(file.toFile())) {
            exchange.getRequestBody().transferTo(out);
            out.getFD().sync();
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
