package io.conclave.kv.show;

import java.util.List;

/**
 * One group with its members.
 *
 * @param name such as {@code g1}
 * @param condition whether it can be used
 * @param reason the sentence, English
 * @param reasonZh the sentence, Chinese
 * @param epoch of its primary, or of the last one
 * @param primary the primary's id, or null
 * @param inSync ids of the members in sync
 * @param keys how many the primary holds, or null
 * @param share of all keys that the ring gives it, 0 to 1, or null where it is not on the ring
 * @param putsPerS writes a second over the last two seconds, or null
 * @param getsPerS reads a second
 * @param members by their ids
 * @param reading who said epoch, primary and in-sync set, and when
 */
public record ShownGroup(
        String name,
        GroupCondition condition,
        String reason,
        String reasonZh,
        long epoch,
        String primary,
        List<String> inSync,
        Long keys,
        Double share,
        Double putsPerS,
        Double getsPerS,
        List<ShownMember> members,
        StoreReading reading) {

    public ShownGroup {
        inSync = List.copyOf(inSync);
        members = List.copyOf(members);
    }
}
