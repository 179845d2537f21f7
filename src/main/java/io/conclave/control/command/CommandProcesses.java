package io.conclave.control.command;

import io.conclave.audit.Action;
import io.conclave.bus.Problem;
import io.conclave.config.CommandSettings;
import io.conclave.config.CommandSettings.Purpose;
import io.conclave.config.CommandTemplate;
import io.conclave.config.NodeAddress;
import io.conclave.control.Effect;
import io.conclave.control.NodeProcesses;
import io.conclave.control.NotConfigured;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Servers that are acted on by commands of the operator's own. A command that ends with 0 has done its work, whatever
 * the server makes of it: whether it serves is what the monitor sees.
 */
public final class CommandProcesses implements NodeProcesses {

    private static final Map<Action, Purpose> PURPOSES = Map.of(
            Action.NODE_START, Purpose.START,
            Action.NODE_STOP, Purpose.STOP,
            Action.NODE_RESTART, Purpose.RESTART,
            Action.NODE_KILL, Purpose.KILL,
            Action.NODE_PAUSE, Purpose.PAUSE,
            Action.NODE_RESUME, Purpose.RESUME);
    private static final int LONGEST_KEPT = 4000;

    private final CommandSettings settings;
    private final Map<String, NodeAddress> nodes = new LinkedHashMap<>();

    public CommandProcesses(CommandSettings settings, List<NodeAddress> nodes) {
        this.settings = settings;
        nodes.forEach(node -> this.nodes.put(node.id(), node));
    }

    @Override
    public List<String> nodes() {
        return List.copyOf(nodes.keySet());
    }

    @Override
    public Set<Action> actions() {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        PURPOSES.forEach((action, purpose) -> {
            if (settings.templates().containsKey(purpose)) {
                actions.add(action);
            }
        });
        if (actions.contains(Action.NODE_START) && actions.contains(Action.NODE_STOP)) {
            actions.add(Action.NODE_RESTART);
        }
        return actions;
    }

    @Override
    public Duration limit() {
        boolean stopsAndStarts = !settings.templates().containsKey(Purpose.RESTART);
        return stopsAndStarts ? settings.limit().multipliedBy(2) : settings.limit();
    }

    @Override
    public Effect start(String node) {
        return effect(node, Purpose.START);
    }

    @Override
    public Effect stop(String node) {
        return effect(node, Purpose.STOP);
    }

    @Override
    public Effect restart(String node) {
        if (settings.templates().containsKey(Purpose.RESTART)) {
            return effect(node, Purpose.RESTART);
        }
        // Both must be there, or a server would be stopped that cannot be started again.
        template(Purpose.STOP);
        template(Purpose.START);
        Effect stopped = stop(node);
        Effect started = start(node);
        return new Effect(true, kept(stopped.output() + started.output()));
    }

    @Override
    public Effect kill(String node) {
        return effect(node, Purpose.KILL);
    }

    @Override
    public Effect pause(String node) {
        return effect(node, Purpose.PAUSE);
    }

    @Override
    public Effect resume(String node) {
        return effect(node, Purpose.RESUME);
    }

    @Override
    public List<String> tail(String node, int lines) {
        List<String> printed = run(node, Purpose.LOGS, lines).lines().toList();
        return printed.subList(Math.max(0, printed.size() - lines), printed.size());
    }

    @Override
    public void follow(String node, Consumer<String> lines) throws InterruptedException {
        CommandRunner.follow(arguments(node, Purpose.FOLLOW, 0), lines);
    }

    @Override
    public void close() {
        // Each command ends by itself or by its limit.
    }

    private Effect effect(String node, Purpose purpose) {
        return new Effect(true, kept(run(node, purpose, 0)));
    }

    private String run(String node, Purpose purpose, int lines) {
        CommandRunner.Outcome outcome = CommandRunner.run(arguments(node, purpose, lines), settings.limit());
        if (outcome.exitCode() != 0) {
            throw new Problem(
                            502,
                            "command_failed",
                            purpose.setting() + " for " + node + " ended with exit code " + outcome.exitCode()
                                    + CommandRunner.printed(outcome.output()),
                            null,
                            null,
                            null)
                    .asException();
        }
        return outcome.output();
    }

    private List<String> arguments(String node, Purpose purpose, int lines) {
        NodeAddress address = nodes.get(node);
        return template(purpose)
                .filled(Map.of(
                        "node", address.id(),
                        "host", address.host(),
                        "port", String.valueOf(address.port()),
                        "lines", String.valueOf(lines)));
    }

    private CommandTemplate template(Purpose purpose) {
        CommandTemplate template = settings.templates().get(purpose);
        if (template == null) {
            throw NotConfigured.of(purpose.setting() + " is not set");
        }
        return template;
    }

    private static String kept(String output) {
        return output.length() > LONGEST_KEPT ? "…" + output.substring(output.length() - LONGEST_KEPT) : output;
    }
}
