package io.conclave.kv.show;

/**
 * One member of a group. What it has not said is null.
 *
 * @param id its name here, such as {@code kv/g1/1}
 * @param address host:port
 * @param process how its process is
 * @param number its number in the group
 * @param role what it is
 * @param inSync whether it is in the group's in-sync set
 * @param epoch of the primary that it follows, or its own
 * @param position the last position of its log
 * @param committed the last position that it knows to be committed
 * @param lag records that it lacks, as the primary sees it
 * @param lagMs since when it lacks any, ms
 * @param keys how many it holds
 * @param logBytes size of its log
 * @param liveBytes how much of that is still needed
 * @param writesPerSync writes that one fsync covered, on average since its start
 * @param compactions since its start
 * @param leaseMs how long a primary may still acknowledge without hearing from ZooKeeper, ms
 * @param readOnly why it takes no writes, or null where it takes them
 * @param answers whether it answered the last time that it was asked
 * @param reading who said so and when
 */
public record ShownMember(
        String id,
        String address,
        ProcessState process,
        Integer number,
        MemberRole role,
        boolean inSync,
        Long epoch,
        Long position,
        Long committed,
        Long lag,
        Long lagMs,
        Long keys,
        Long logBytes,
        Long liveBytes,
        Double writesPerSync,
        Long compactions,
        Long leaseMs,
        String readOnly,
        boolean answers,
        StoreReading reading) {}
