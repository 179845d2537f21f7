package io.conclave.kv.server;

import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.MemberState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who becomes primary of a group. Every write that was acknowledged is in the logs of all in-sync members, so any of
 * them that has its log loses nothing; none other may be promoted, however long the group has to wait. Among several it
 * is the one whose log goes furthest, by the epoch of its last record and then by its position: so writes that were not
 * acknowledged are mostly kept as well.
 */
final class Succession {

    private static final Comparator<Map.Entry<Integer, Standing.Sound>> FURTHEST =
            Comparator.<Map.Entry<Integer, Standing.Sound>>comparingLong(
                            entry -> entry.getValue().lastEpoch())
                    .thenComparingLong(entry -> entry.getValue().position())
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder()));

    private Succession() {}

    /** What the znodes alone say. */
    static Choice look(GroupState group) {
        if (group.damage().isPresent() || group.livePrimary().isPresent()) {
            return new Choice.Leave();
        }
        List<Integer> candidates =
                group.liveInSync().stream().map(MemberState::number).toList();
        if (!candidates.isEmpty()) {
            return new Choice.Ask(candidates);
        }
        return group.primary().isPresent() ? new Choice.Clear() : new Choice.Leave();
    }

    /**
     * Chooses among the in-sync members that are there.
     *
     * @param answers what each of them said, by number
     */
    static Choice choose(GroupState group, Map<Integer, Standing> answers) {
        Map<Integer, Standing.Sound> sound = new TreeMap<>();
        List<Integer> inSync = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (MemberState member : group.liveInSync()) {
            Standing standing = answers.getOrDefault(member.number(), new Standing.Silent("it was not asked"));
            if (standing instanceof Standing.Sound log) {
                if (Math.max(log.lastEpoch(), log.promisedEpoch()) > group.epoch()) {
                    return new Choice.Wait("member " + member.number() + " has seen epoch "
                            + Math.max(log.lastEpoch(), log.promisedEpoch()) + ", and the znodes say " + group.epoch()
                            + ": they are of an older state, and whoever restored them has to set the epoch");
                }
                sound.put(member.number(), log);
                inSync.add(member.number());
            } else if (standing instanceof Standing.Silent silent) {
                // It may be back in a moment; the primary takes it out of the set where it is not.
                inSync.add(member.number());
                others.add("member " + member.number() + " does not answer (" + silent.detail() + ")");
            } else {
                others.add("the log of member " + member.number() + " is damaged");
            }
        }
        return sound.entrySet().stream()
                .max(FURTHEST)
                .<Choice>map(best -> new Choice.Promote(best.getKey(), inSync))
                .orElseGet(() -> new Choice.Wait(String.join(", ", others)));
    }
}
