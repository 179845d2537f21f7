package io.conclave.bench.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bench.Miss;
import io.conclave.bus.Json;
import io.conclave.testing.RunningProduct;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The product with a healthy ensemble, no demo traffic, and no rounds but those that are asked for. */
final class Demo implements AutoCloseable {

    private static final int ROWS_A_PAGE = 500;

    private final RunningProduct product;
    private final Path folder;

    private Demo(RunningProduct product, Path folder) {
        this.product = product;
        this.folder = folder;
    }

    /** @param folder an empty one, for all that it writes */
    static Demo start(Path folder) throws IOException {
        Map<String, String> quiet = Map.of("DEMO_WORKLOAD_ENABLED", "false", "AUTO_SCHEDULER_ENABLED", "false");
        return new Demo(RunningProduct.demo(folder, quiet), folder);
    }

    /** Where it is reached. */
    URI address() {
        return product.base();
    }

    /** The folder that has the nodes' folders. */
    Path storage() {
        return folder.resolve("data").resolve("uploads");
    }

    /** Physical memory of its process, without the ensemble's, in megabytes of a million bytes. */
    double residentMegabytes() throws IOException {
        return megabytes("VmRSS:");
    }

    /** The most that this ever was. */
    double highestResidentMegabytes() throws IOException {
        return megabytes("VmHWM:");
    }

    private double megabytes(String row) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(product.pid()), "status"))) {
            if (line.startsWith(row)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
            }
        }
        throw new IOException("this system does not tell the resident memory of a process");
    }

    /** A call that must succeed. */
    JsonNode call(String method, String path, String body) throws IOException, InterruptedException, Miss {
        HttpResponse<String> response = product.send(method, path, body);
        Miss.unless(
                response.statusCode() / 100 == 2,
                "%s %s answered %d: %s",
                method,
                path,
                response.statusCode(),
                response.body());
        return Json.parse(response.body());
    }

    /** Every file's row. */
    List<JsonNode> files() throws IOException, InterruptedException, Miss {
        List<JsonNode> rows = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = call("GET", "/api/files?limit=" + ROWS_A_PAGE + cursor, null);
            page.get("files").forEach(rows::add);
            JsonNode next = page.get("nextCursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asText();
        }
        return rows;
    }

    @Override
    public void close() {
        product.close();
    }
}
