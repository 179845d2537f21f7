package io.conclave.kv.show;

import io.conclave.audit.Action;
import io.conclave.bus.Problem;
import io.conclave.bus.Sentence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells what an action on a process would come to, from the in-sync sets. Pure. */
final class Prospects {

    private final List<ShownServer> servers;
    private final List<ShownGroup> groups;
    private final long sessionSeconds;

    /** @param sessionSeconds after which a silent member is given up */
    Prospects(List<ShownServer> servers, List<ShownGroup> groups, long sessionSeconds) {
        this.servers = servers;
        this.groups = groups;
        this.sessionSeconds = sessionSeconds;
    }

    /** @throws io.conclave.bus.ProblemException 404 for a process that there is not */
    Prospect of(String process, Action action) {
        for (ShownServer server : servers) {
            if (server.id().equals(process)) {
                return server(server, action);
            }
        }
        for (ShownGroup group : groups) {
            for (ShownMember member : group.members()) {
                if (member.id().equals(process)) {
                    return member(group, member, action);
                }
            }
        }
        throw Problem.notFound("process", process, String.join(", ", ids())).asException();
    }

    private List<String> ids() {
        return Stream.concat(
                        servers.stream().map(ShownServer::id), groups.stream().flatMap(group -> group.members().stream()
                                .map(ShownMember::id)))
                .toList();
    }

    private Prospect server(ShownServer server, Action action) {
        long others = servers.stream()
                .filter(other -> other.answers() && !other.id().equals(server.id()))
                .count();
        ProspectReason code = returns(action)
                ? ProspectReason.SERVER_RETURNS
                : others == 0
                        ? ProspectReason.LAST_SERVER
                        : Boolean.TRUE.equals(server.master())
                                ? ProspectReason.MASTER_TAKEN_OVER
                                : ProspectReason.SERVER_SPARE;
        return prospect(server.id(), action, code, true, Map.of("process", server.id(), "left", others));
    }

    private Prospect member(ShownGroup group, ShownMember member, Action action) {
        List<String> others = group.inSync().stream()
                .filter(id -> !id.equals(member.id()) && isThere(group, id))
                .toList();
        ProspectReason code = code(group, member, action, others);
        Map<String, Object> facts = new HashMap<>();
        facts.put("process", member.id());
        facts.put("group", group.name());
        facts.put("seconds", sessionSeconds);
        facts.put("heir", String.join(" / ", others));
        facts.put("left", others.size());
        return prospect(member.id(), action, code, code != ProspectReason.LAST_IN_SYNC, facts);
    }

    private static ProspectReason code(ShownGroup group, ShownMember member, Action action, List<String> others) {
        boolean primary = member.id().equals(group.primary());
        if (group.condition() == GroupCondition.STARTING) {
            return ProspectReason.NOTHING_KNOWN;
        }
        if (returns(action)) {
            return group.condition() == GroupCondition.NO_PRIMARY
                            && group.inSync().contains(member.id())
                    ? ProspectReason.RETURNS_AS_LAST
                    : ProspectReason.RETURNS;
        }
        if (!primary && !group.inSync().contains(member.id())) {
            return ProspectReason.STANDBY_NOT_IN_SYNC;
        }
        if (others.isEmpty()) {
            return ProspectReason.LAST_IN_SYNC;
        }
        if (!primary) {
            return ProspectReason.STANDBY_LEAVES;
        }
        return switch (action) {
            case NODE_PAUSE -> ProspectReason.PRIMARY_FENCED;
            case NODE_KILL -> ProspectReason.PRIMARY_REPLACED;
            default -> ProspectReason.PRIMARY_HANDS_OVER;
        };
    }

    private static boolean isThere(ShownGroup group, String id) {
        return group.members().stream().anyMatch(member -> member.id().equals(id) && member.answers());
    }

    private static boolean returns(Action action) {
        return action == Action.NODE_START || action == Action.NODE_RESUME;
    }

    private static Prospect prospect(
            String process, Action action, ProspectReason code, boolean available, Map<String, ?> facts) {
        Sentence said = Sentence.of(code, facts);
        return new Prospect(process, action, code, available, said.en(), said.zh());
    }
}
