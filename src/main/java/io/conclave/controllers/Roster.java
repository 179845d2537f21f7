package io.conclave.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.znodes.Node;
import io.conclave.znodes.ZnodeClient;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the znodes say of the controllers.
 *
 * @param members who is there, by name
 * @param active who holds the lock and has taken office, or null
 * @param lockHeld whether anybody holds the lock
 */
record Roster(List<ControllerMember> members, ActiveController active, boolean lockHeld) {

    static final Roster EMPTY = new Roster(List.of(), null, false);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a member's znode and the lock hold. */
    static byte[] entry(String id, String url, Instant since) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("url", url)
                .put("since", since.toString())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads it; one znode after another, so that it may be mixed of two moments, of which the later is told too. */
    static Future<Roster> read(ZnodeClient client, ControllerPaths paths) {
        return client.children(paths.members())
                .compose(names -> Future.all(names.stream()
                        .map(name -> client.find(paths.member(name)))
                        .toList()))
                .compose(members -> Future.all(client.find(paths.lock()), client.find(paths.breadcrumb()))
                        .map(found -> of(members.list(), found.resultAt(0), found.resultAt(1))));
    }

    private static Roster of(List<Optional<Node>> members, Optional<Node> lock, Optional<Node> crumb) {
        Optional<ControllerMember> holder = lock.flatMap(Roster::member);
        ActiveController active = holder.flatMap(held -> crumb.flatMap(Roster::left)
                        .filter(left -> left.id().equals(held.id()))
                        // Older than the lock, it is of a former term, and this one has not begun yet.
                        .filter(left -> crumb.get().stat().getMzxid()
                                > lock.get().stat().getCzxid())
                        .map(left -> new ActiveController(left.id(), left.epoch(), left.url())))
                .orElse(null);
        return new Roster(
                members.stream()
                        .flatMap(Optional::stream)
                        .map(Roster::member)
                        .flatMap(Optional::stream)
                        .map(member -> new ControllerMember(
                                member.id(),
                                member.url(),
                                member.since(),
                                active != null && active.id().equals(member.id())))
                        .sorted(Comparator.comparing(ControllerMember::id))
                        .toList(),
                active,
                lock.isPresent());
    }

    private static Optional<Breadcrumb> left(Node crumb) {
        try {
            return Optional.of(Breadcrumb.decode(crumb.content()));
        } catch (Breadcrumb.Unreadable e) {
            return Optional.empty();
        }
    }

    /** Empty for what makes no sense: it is shown by nobody, and nothing is decided by it. */
    private static Optional<ControllerMember> member(Node node) {
        try {
            JsonNode tree = JSON.readTree(node.content() == null ? new byte[0] : node.content());
            if (!tree.path("id").isTextual() || !tree.path("url").isTextual()) {
                return Optional.empty();
            }
            return Optional.of(new ControllerMember(
                    tree.get("id").asText(),
                    tree.get("url").asText(),
                    Instant.parse(tree.path("since").asText()),
                    false));
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
