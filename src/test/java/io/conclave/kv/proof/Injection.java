package io.conclave.kv.proof;

import io.conclave.testing.hosts.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes faults happen to a cluster, and undoes them. */
final class Injection {

    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(60);
    private static final int HEADER_BYTES = 256;
    private static final int MOST_BITS = 5;

    private final Cluster cluster;

    Injection(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A fault that is there.
     *
     * @param what whom it struck
     * @param end undoes it
     */
    record Ongoing(String what, Runnable end) {}

    /** Makes a fault happen. */
    Ongoing begin(Fault fault) {
        return switch (fault.kind().place()) {
            case GROUP -> strikeGroup(fault);
            case SERVERS -> strikeServer(fault);
            case ENSEMBLE -> strikeEnsemble(fault);
            case RING -> new Ongoing("the ring, begun: " + cluster.changeRing(), () -> {});
        };
    }

    private Ongoing strikeGroup(Fault fault) {
        String group =
                cluster.groupNames().get(fault.group() % cluster.groupNames().size());
        List<Member> members = cluster.group(group);
        return switch (fault.kind()) {
            case KILL_GROUP -> {
                members.forEach(Member::kill);
                yield new Ongoing(members.toString(), () -> members.forEach(Member::start));
            }
            case CUT_POWER_OF_GROUP -> cutPower(members);
            case FLIP_BITS -> flipBits(group, fault);
            default -> strike(fault, one(fault, members, cluster.primary(group)));
        };
    }

    private Ongoing strike(Fault fault, Member member) {
        switch (fault.kind()) {
            case KILL_MEMBER -> member.kill();
            case STOP_MEMBER -> member.stop();
            case PAUSE_MEMBER -> member.pause();
            case FILL_DISK -> cluster.disk(member).fill();
            default -> cut(fault, member);
        }
        return switch (fault.kind()) {
            case KILL_MEMBER, STOP_MEMBER -> new Ongoing(member.name(), member::start);
            case PAUSE_MEMBER -> new Ongoing(member.name(), member::resume);
            case FILL_DISK ->
                new Ongoing(member.name(), () -> cluster.disk(member).makeRoom());
            default -> new Ongoing(member.name(), cluster.hosts()::heal);
        };
    }

    private void cut(Fault fault, Member member) {
        List<Member> peers =
                cluster.dataMembers().stream().filter(other -> other != member).toList();
        switch (fault.kind()) {
            case CUT_FROM_ENSEMBLE -> cutBothWays(member, cluster.ensemble());
            case CUT_FROM_PEERS -> cutBothWays(member, peers);
            case CUT_OFF -> {
                cutBothWays(member, cluster.ensemble());
                cutBothWays(member, cluster.servers());
                cutBothWays(member, peers);
            }
            case CUT_ONE_WAY -> {
                List<Member> others =
                        switch (fault.choice() / 2 % 3) {
                            case 0 -> cluster.ensemble();
                            case 1 -> peers;
                            default -> cluster.servers();
                        };
                for (Member other : others) {
                    if (fault.choice() % 2 == 0) {
                        cluster.hosts().cut(other.name(), member.name());
                    } else {
                        cluster.hosts().cut(member.name(), other.name());
                    }
                }
            }
            default -> throw new IllegalArgumentException(fault.toString());
        }
    }

    private void cutBothWays(Member member, List<Member> others) {
        for (Member other : others) {
            if (other != member) {
                cluster.hosts().cut(other.name(), member.name());
                cluster.hosts().cut(member.name(), other.name());
            }
        }
    }

    private Ongoing cutPower(List<Member> members) {
        members.forEach(Member::kill);
        members.forEach(member -> cluster.disk(member).powerOff());
        return new Ongoing(members.toString(), () -> {
            members.forEach(member -> cluster.disk(member).powerOn());
            members.forEach(Member::start);
        });
    }

    /**
     * Damages one member's log while another has all that is in it: with no other copy there is nothing to rebuild it
     * from.
     */
    private Ongoing flipBits(String group, Fault fault) {
        cluster.awaitWhole(group, RECOVERY_LIMIT);
        Member member = one(fault, cluster.group(group), cluster.primary(group));
        member.kill();
        String where = flip(cluster.dataFolder(member).resolve("log"), new SplittableRandom(fault.choice()));
        return new Ongoing(member.name() + where, () -> {
            member.start();
            cluster.awaitWhole(group, RECOVERY_LIMIT);
        });
    }

    private static String flip(Path log, SplittableRandom random) {
        StringBuilder where = new StringBuilder();
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int bits = 1 + random.nextInt(MOST_BITS);
            long used = lastByteThatIsNotZero(file);
            for (int i = 0; i < bits && used > HEADER_BYTES; i++) {
                long at = HEADER_BYTES + random.nextLong(used - HEADER_BYTES);
                int bit = random.nextInt(Byte.SIZE);
                ByteBuffer one = ByteBuffer.allocate(1);
                file.read(one, at);
                one.put(0, (byte) (one.get(0) ^ 1 << bit)).rewind();
                file.write(one, at);
                where.append(", bit ").append(bit).append(" of byte ").append(at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return where.toString();
    }

    /** Room that the log has taken in advance is zeros. */
    private static long lastByteThatIsNotZero(FileChannel file) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) file.size());
        while (all.hasRemaining() && file.read(all, all.position()) >= 0) {
            // To the end.
        }
        int last = all.position() - 1;
        while (last >= 0 && all.get(last) == 0) {
            last--;
        }
        return last;
    }

    private Ongoing strikeServer(Fault fault) {
        Member server = one(fault, cluster.servers(), cluster.master());
        if (fault.kind() == Fault.Kind.PAUSE_SERVER) {
            server.pause();
            return new Ongoing(server.name(), server::resume);
        }
        server.kill();
        return new Ongoing(server.name(), server::start);
    }

    private Ongoing strikeEnsemble(Fault fault) {
        Member server = one(fault, cluster.ensemble(), cluster.leader());
        switch (fault.kind()) {
            case PAUSE_ZOOKEEPER -> {
                server.pause();
                return new Ongoing(server.name(), server::resume);
            }
            case CUT_ZOOKEEPER -> {
                cutBothWays(server, cluster.ensemble());
                return new Ongoing(server.name(), cluster.hosts()::heal);
            }
            case LOSE_QUORUM -> {
                List<Member> two = cluster.ensemble().stream()
                        .filter(other -> other != server)
                        .toList();
                two.forEach(Member::kill);
                return new Ongoing(two.toString(), () -> two.forEach(Member::start));
            }
            default -> {
                server.kill();
                return new Ongoing(server.name(), server::start);
            }
        }
    }

    private static Member one(Fault fault, List<Member> members, Optional<Member> first) {
        if (fault.primary() && first.isPresent()) {
            return first.get();
        }
        List<Member> others = members.stream()
                .filter(member -> !first.equals(Optional.of(member)))
                .toList();
        return others.get(fault.choice() % others.size());
    }
}
