package io.conclave.kv.show;

import io.conclave.bus.Sentence;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.wire.DataStatus;
import io.conclave.kv.wire.GroupView;
import io.conclave.kv.wire.MemberAddress;
import io.conclave.kv.wire.Role;
import io.conclave.kv.wire.StandbyProgress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts together what the page shows, out of what the members said and what is known of their processes. Pure. */
final class Picture {

    private final Cluster cluster;
    private final Map<String, Sighting> sightings;
    private final Map<String, KnownProcess> processes = new TreeMap<>();
    private final Rates rates;
    private final long nowNanos;

    /**
     * @param known the processes that are run here; none where the store runs elsewhere
     * @param nowNanos the current time, in nanoseconds
     */
    Picture(
            Cluster cluster,
            Map<String, Sighting> sightings,
            Collection<KnownProcess> known,
            Rates rates,
            long nowNanos) {
        this.cluster = cluster;
        this.sightings = sightings;
        this.rates = rates;
        this.nowNanos = nowNanos;
        known.forEach(process -> processes.put(process.address(), process));
        addUnknown();
    }

    /** Who is registered, or answers, and is not run here. */
    private void addUnknown() {
        cluster.servers()
                .forEach((number, address) -> processes.computeIfAbsent(
                        address, same -> new KnownProcess("kv/s" + number, null, address, ProcessState.UNKNOWN)));
        cluster.groups().forEach((name, told) -> told.view()
                .getMembersList()
                .forEach(member -> processes.computeIfAbsent(
                        member.getAddress(), address -> elsewhere(name, member.getNumber(), address))));
        sightings.forEach((address, said) -> {
            if (said.isData()) {
                DataStatus data = said.status().getData();
                processes.computeIfAbsent(address, same -> elsewhere(data.getGroup(), data.getNumber(), address));
            } else if (said.isServer()) {
                processes.computeIfAbsent(
                        address,
                        same -> new KnownProcess(
                                "kv/s" + said.status().getServer().getNumber(), null, address, ProcessState.UNKNOWN));
            }
        });
    }

    private static KnownProcess elsewhere(String group, int number, String address) {
        return new KnownProcess("kv/" + group + "/" + number, group, address, ProcessState.UNKNOWN);
    }

    private Sighting said(KnownProcess process) {
        return sightings.getOrDefault(process.address(), Sighting.NOTHING);
    }

    private static StoreReading reading(KnownProcess process, Sighting said) {
        return said.at() == null ? null : new StoreReading("Status of " + process.address(), said.at());
    }

    List<ShownServer> servers() {
        return processes.values().stream()
                .filter(process -> process.group() == null)
                .sorted(Comparator.comparing(KnownProcess::id))
                .map(this::server)
                .toList();
    }

    private ShownServer server(KnownProcess process) {
        Sighting said = said(process);
        boolean there = process.state() != ProcessState.STOPPED;
        Integer number = there && said.isServer() ? said.status().getServer().getNumber() : null;
        Boolean master = number == null ? null : number == cluster.master();
        return new ShownServer(
                process.id(),
                process.address(),
                process.state(),
                number,
                master,
                there && said.answers(),
                reading(process, said));
    }

    List<ShownGroup> groups() {
        Set<String> names = new TreeSet<>();
        cluster.groups().forEach((name, told) -> {
            if (isThere(name, told.view())) {
                names.add(name);
            }
        });
        processes.values().stream()
                .map(KnownProcess::group)
                .filter(Objects::nonNull)
                .forEach(names::add);
        Map<String, Double> shares = cluster.ring() == null
                ? Map.of()
                : RingPicture.of(cluster.ring(), null).groups().stream()
                        .collect(Collectors.toMap(ShownRing.Share::group, ShownRing.Share::share));
        return names.stream().map(name -> group(name, shares.get(name))).toList();
    }

    /** What was taken out of the ring leaves its znodes behind, with which it would come back. */
    private boolean isThere(String group, GroupView view) {
        RingState ring = cluster.ring();
        return view.getMembersCount() > 0
                || ring == null
                || ring.groups().contains(group)
                || ring.nextGroups().contains(group);
    }

    private ShownGroup group(String name, Double share) {
        Cluster.Told told = cluster.groups().get(name);
        GroupView view = told == null ? GroupView.getDefaultInstance() : told.view();
        List<KnownProcess> own = processes.values().stream()
                .filter(process -> name.equals(process.group()))
                .sorted(Comparator.comparing(KnownProcess::id))
                .toList();
        Map<Integer, String> ids = ids(name, own, view);
        String primary = view.getPrimary() == 0 ? null : id(ids, name, view.getPrimary());
        DataStatus leading = own.stream()
                .filter(process -> process.id().equals(primary))
                .map(this::said)
                .filter(Sighting::isData)
                .map(said -> said.status().getData())
                .findFirst()
                .orElse(null);
        List<ShownMember> members = own.stream()
                .map(process -> member(process, view, primary, leading))
                .toList();
        List<String> inSync = view.getInSyncList().stream()
                .map(number -> id(ids, name, number))
                .sorted()
                .toList();
        GroupCondition condition = condition(told, primary, members, inSync);
        Sentence why = Sentence.of(
                condition,
                Map.of(
                        "group", name,
                        "count", inSync.size(),
                        "members", members.size(),
                        "member", inSync.isEmpty() ? String.valueOf(primary) : inSync.get(0),
                        "inSync", String.join(", ", inSync)));
        Rates.Rate rate = own.stream()
                .map(process -> rates.of(process.address(), nowNanos))
                .reduce(Rates.Rate.UNKNOWN, Rates.Rate::plus);
        return new ShownGroup(
                name,
                condition,
                why.en(),
                why.zh(),
                view.getEpoch(),
                primary,
                inSync,
                leading == null ? null : leading.getKeys(),
                share,
                Rates.rounded(rate.puts()),
                Rates.rounded(rate.gets()),
                members,
                told == null ? null : new StoreReading("Status of " + told.source(), told.at()));
    }

    /** What the trail of failovers wants to know of a group; null where nothing is known of it. */
    FailoverTrail.Seen seen(ShownGroup group) {
        Cluster.Told told = cluster.groups().get(group.name());
        if (told == null) {
            return null;
        }
        Set<String> registered = new TreeSet<>();
        told.view()
                .getMembersList()
                .forEach(member ->
                        registered.add(processes.get(member.getAddress()).id()));
        boolean answers =
                group.members().stream().anyMatch(member -> member.id().equals(group.primary()) && member.answers());
        return new FailoverTrail.Seen(group.primary(), group.epoch(), registered, answers);
    }

    private Map<Integer, String> ids(String group, List<KnownProcess> own, GroupView view) {
        Map<String, String> byAddress = own.stream().collect(Collectors.toMap(KnownProcess::address, KnownProcess::id));
        Map<Integer, String> ids = new TreeMap<>();
        for (KnownProcess process : own) {
            Sighting said = said(process);
            if (said.isData()) {
                ids.put(said.status().getData().getNumber(), process.id());
            }
        }
        for (MemberAddress member : view.getMembersList()) {
            ids.put(
                    member.getNumber(),
                    byAddress.getOrDefault(member.getAddress(), "kv/" + group + "/" + member.getNumber()));
        }
        return ids;
    }

    private static String id(Map<Integer, String> ids, String group, int number) {
        return ids.getOrDefault(number, "kv/" + group + "/" + number);
    }

    private static GroupCondition condition(
            Cluster.Told told, String primary, List<ShownMember> members, List<String> inSync) {
        if (told == null || told.view().getEpoch() == 0 && primary == null) {
            return GroupCondition.STARTING;
        }
        if (primary == null) {
            return GroupCondition.NO_PRIMARY;
        }
        boolean answers = members.stream().anyMatch(member -> member.id().equals(primary) && member.answers());
        if (!answers) {
            return inSync.size() > 1 ? GroupCondition.SILENT_PRIMARY : GroupCondition.NO_PRIMARY;
        }
        return inSync.size() == 1 && members.size() > 1 ? GroupCondition.LAST_COPY : GroupCondition.AVAILABLE;
    }

    private ShownMember member(KnownProcess process, GroupView view, String primary, DataStatus leading) {
        Sighting said = said(process);
        boolean there = process.state() != ProcessState.STOPPED;
        if (!said.isData()) {
            MemberRole role = there ? MemberRole.WAITING : MemberRole.DOWN;
            return new ShownMember(
                    process.id(),
                    process.address(),
                    process.state(),
                    null,
                    role,
                    false,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    null);
        }
        DataStatus data = said.status().getData();
        Optional<StandbyProgress> progress = leading == null
                ? Optional.empty()
                : leading.getStandbysList().stream()
                        .filter(standby -> standby.getNumber() == data.getNumber())
                        .findFirst();
        boolean leads = process.id().equals(primary);
        return new ShownMember(
                process.id(),
                process.address(),
                process.state(),
                data.getNumber(),
                role(process, said, data),
                view.getInSyncList().contains(data.getNumber()),
                data.getEpoch(),
                data.getPosition(),
                data.getCommitted(),
                leads ? Long.valueOf(0) : progress.map(StandbyProgress::getLag).orElse(null),
                leads
                        ? Long.valueOf(0)
                        : progress.map(StandbyProgress::getLagMs).orElse(null),
                data.getKeys(),
                data.getLogBytes(),
                data.getLiveBytes(),
                data.getSyncs() == 0 ? null : Math.round(data.getSyncedWrites() * 10.0 / data.getSyncs()) / 10.0,
                data.getCompactions(),
                data.getRole() == Role.PRIMARY ? data.getLeaseMs() : null,
                data.getReadOnly().isEmpty() ? null : data.getReadOnly(),
                there && said.answers(),
                reading(process, said));
    }

    private static MemberRole role(KnownProcess process, Sighting said, DataStatus data) {
        if (process.state() == ProcessState.STOPPED) {
            return MemberRole.DOWN;
        }
        if (!said.answers() || process.state() == ProcessState.PAUSED) {
            return MemberRole.SILENT;
        }
        return switch (data.getRole()) {
            case PRIMARY -> MemberRole.PRIMARY;
            case STANDBY -> MemberRole.STANDBY;
            case CATCHING_UP -> MemberRole.CATCHING_UP;
            case WAITING, ROLE_UNSPECIFIED, UNRECOGNIZED -> MemberRole.WAITING;
        };
    }
}
