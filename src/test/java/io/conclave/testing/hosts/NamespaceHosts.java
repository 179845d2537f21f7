package io.conclave.testing.hosts;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network namespace for each host, so that a process keeps running while packets to it, or from it, are dropped. The
 * hosts hang on a bridge in a namespace of its own, where no packet filter of the machine has a say; the test reaches
 * them through one more cable.
 */
public final class NamespaceHosts implements Hosts {

    private static final String PREFIX = "kvproof-";
    private static final Pattern OURS = Pattern.compile(PREFIX + "(\\d+)-\\S+");
    private static final String NET = "10.214.";
    private static final int FIRST_HOST = 10;
    private static final int FIRST_PORT = 7_000;
    private static final int NETS = 250;

    private final String prefix = PREFIX + ProcessHandle.current().pid() + "-";
    private final String cable = "kvp" + ProcessHandle.current().pid();
    private final String net;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Set<String> filtered = new LinkedHashSet<>();
    private final Set<String> narrowed = new LinkedHashSet<>();
    private final AtomicInteger ports = new AtomicInteger(FIRST_PORT);
    private final Thread lastResort = new Thread(this::remove, "end of the namespaces");

    private NamespaceHosts() {
        this.net = freeNet();
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Why there can be none on this machine; empty where there can. */
    public static Optional<String> obstacle() {
        String probe = PREFIX + ProcessHandle.current().pid() + "-probe";
        Shell.Outcome outcome = Shell.attempt("command -v nsenter >/dev/null; ip netns add " + probe
                + "; nsenter --net=/run/netns/" + probe + " iptables -w -A INPUT -s 10.0.0.1 -j DROP");
        Shell.attempt("ip netns del " + probe);
        return outcome.succeeded()
                ? Optional.empty()
                : Optional.of("network namespaces with packet filters cannot be made here, so nothing is partitioned"
                        + " (root, ip of iproute2 and iptables are needed): "
                        + outcome.output().strip());
    }

    /** Makes a host for each name. */
    public static NamespaceHosts of(List<String> names) {
        removeLeftovers();
        NamespaceHosts hosts = new NamespaceHosts();
        try {
            hosts.make(names);
            return hosts;
        } catch (RuntimeException e) {
            hosts.close();
            throw e;
        }
    }

    private void make(List<String> names) {
        String bridge = prefix + "bridge";
        StringBuilder script = new StringBuilder();
        script.append("ip netns add %s; ip -n %s link add br0 type bridge; ip -n %s link set br0 up%n"
                .formatted(bridge, bridge, bridge));
        script.append("ip link add %s type veth peer name test netns %s%n".formatted(cable, bridge));
        script.append("ip -n %s link set test master br0 up%n".formatted(bridge));
        script.append("ip addr add %s1/24 dev %s; ip link set %s up%n".formatted(net, cable, cable));
        for (String name : names) {
            String space = prefix + name;
            String address = net + (FIRST_HOST + addresses.size());
            addresses.put(name, address);
            script.append("ip netns add %s; ip -n %s link set lo up%n".formatted(space, space));
            script.append("ip -n %s link add eth0 type veth peer name %s netns %s%n".formatted(space, name, bridge));
            script.append("ip -n %s link set %s master br0 up%n".formatted(bridge, name));
            script.append(
                    "ip -n %s addr add %s/24 dev eth0; ip -n %s link set eth0 up%n".formatted(space, address, space));
        }
        Shell.run(script.toString());
    }

    private static String freeNet() {
        String taken = Shell.run("ip -o -4 addr");
        int first = (int) (ProcessHandle.current().pid() % NETS);
        for (int step = 0; step < NETS; step++) {
            String net = NET + (first + step) % NETS + ".";
            if (!taken.contains(" " + net)) {
                return net;
            }
        }
        throw new IllegalStateException("no net below " + NET + " is free");
    }

    /** What a test left that was killed. */
    private static void removeLeftovers() {
        Matcher names = OURS.matcher(Shell.attempt("ip netns list").output());
        while (names.find()) {
            if (ProcessHandle.of(Long.parseLong(names.group(1))).isEmpty()) {
                removeSpace(names.group());
            }
        }
    }

    private static void removeSpace(String space) {
        Shell.attempt("ip netns pids " + space + " | xargs -r kill -9; ip netns del " + space);
    }

    @Override
    public String address(String host) {
        return addresses.get(host);
    }

    @Override
    public int port(String host) {
        return ports.getAndIncrement();
    }

    @Override
    public List<String> enter(String host) {
        // Not "ip netns exec", which gives each process mounts of its own, under which a disk cannot be taken away.
        return List.of("nsenter", "--net=/run/netns/" + prefix + host);
    }

    @Override
    public boolean canCut() {
        return true;
    }

    @Override
    public synchronized void cut(String from, String to) {
        filtered.add(to);
        Shell.run(inside(to) + "iptables -w -A INPUT -s " + addresses.get(from) + " -j DROP");
    }

    /** Lets again through what {@link #cut} does not. */
    public synchronized void join(String from, String to) {
        Shell.run(inside(to) + "iptables -w -D INPUT -s " + addresses.get(from) + " -j DROP");
    }

    /** Loses a part of all packets to a host from now on, 0 to 1. */
    public synchronized void lose(String host, double part) {
        filtered.add(host);
        Shell.run(inside(host) + "iptables -w -A INPUT " + loss(part));
    }

    /** Ends that. */
    public synchronized void loseNoMore(String host, double part) {
        Shell.run(inside(host) + "iptables -w -D INPUT " + loss(part));
    }

    private static String loss(double part) {
        return "-m statistic --mode random --probability " + part + " -j DROP";
    }

    /** Has all that a host sends go over a line so thin that it waits for others before it, up to half a second. */
    public synchronized void narrow(String host, int kbit) {
        narrowed.add(host);
        Shell.run(inside(host) + "tc qdisc add dev eth0 root tbf rate " + kbit + "kbit burst 4kb latency 500ms");
    }

    /** Ends that. */
    public synchronized void widen(String host) {
        narrowed.remove(host);
        Shell.run(inside(host) + "tc qdisc del dev eth0 root");
    }

    private String inside(String host) {
        return "nsenter --net=/run/netns/" + prefix + host + " ";
    }

    @Override
    public synchronized void heal() {
        for (String host : filtered) {
            Shell.run(inside(host) + "iptables -w -F INPUT");
        }
        filtered.clear();
        List.copyOf(narrowed).forEach(this::widen);
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private void remove() {
        addresses.keySet().forEach(name -> removeSpace(prefix + name));
        removeSpace(prefix + "bridge");
        Shell.attempt("ip link del " + cable);
    }
}
