package io.conclave.control.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.conclave.bus.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Finds a server's container: by its label, else by its name, else by its compose service. */
final class Containers {

    private static final String COMPOSE_SERVICE = "com.docker.compose.service";

    private Containers() {}

    /**
     * The number of a server's container.
     *
     * @throws io.conclave.bus.ProblemException 404 {@code unknown_container}, 409 {@code ambiguous_container}
     */
    static String find(DockerClient client, String node) {
        List<Container> all = client.listContainersCmd().withShowAll(true).exec();
        List<Predicate<Container>> ways = List.of(
                container -> node.equals(labels(container).get(DockerProcesses.LABEL)),
                container -> container.getNames() != null
                        && Arrays.asList(container.getNames()).contains("/" + node),
                container -> node.equals(labels(container).get(COMPOSE_SERVICE)));
        for (Predicate<Container> way : ways) {
            List<Container> found = all.stream().filter(way).toList();
            if (found.size() > 1) {
                throw Problem.conflict(
                                "ambiguous_container",
                                found.size() + " containers could be " + node + ": "
                                        + String.join(
                                                ", ",
                                                found.stream()
                                                        .map(Containers::name)
                                                        .toList())
                                        + "; give one of them the label " + DockerProcesses.LABEL + "=" + node)
                        .asException();
            }
            if (found.size() == 1) {
                return found.get(0).getId();
            }
        }
        throw new Problem(
                        404,
                        "unknown_container",
                        "no container is " + node + ": none of " + all.size() + " has the label "
                                + DockerProcesses.LABEL + "=" + node
                                + ", that name, or is of a compose service of that name",
                        "node",
                        node,
                        null)
                .asException();
    }

    private static Map<String, String> labels(Container container) {
        return container.getLabels() == null ? Map.of() : container.getLabels();
    }

    private static String name(Container container) {
        return container.getNames() == null || container.getNames().length == 0
                ? container.getId()
                : container.getNames()[0].substring(1);
    }
}
