package io.conclave.control;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether this controller may act on servers, and by what.
 *
 * @param mode {@code process}, {@code docker}, {@code command} or {@code none}
 * @param processes the servers, or empty where none may be acted on
 * @param refusal why none may, or null
 */
public record NodeControl(String mode, Optional<NodeProcesses> processes, Refusal refusal) {

    /** Why nothing may be done. */
    public enum Refusal implements Reason {
        NONE(
                "This controller may not act on servers or read their logs: NODE_CONTROL is none.",
                "此控制台不能操作服务器，也不能读取其日志：NODE_CONTROL 为 none。"),
        DOCKER_OFF(
                "This controller may not use the Docker engine: DOCKER_CONTROL_ENABLED is false.",
                "此控制台不能使用 Docker 引擎：DOCKER_CONTROL_ENABLED 为 false。");

        private final String english;
        private final String chinese;

        Refusal(String english, String chinese) {
            this.english = english;
            this.chinese = chinese;
        }

        @Override
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String english() {
            return english;
        }

        @Override
        public String chinese() {
            return chinese;
        }
    }

    /** Control by these. */
    public static NodeControl by(String mode, NodeProcesses processes) {
        return new NodeControl(mode, Optional.of(processes), null);
    }

    /** No control. */
    public static NodeControl refused(String mode, Refusal why) {
        return new NodeControl(mode, Optional.empty(), why);
    }

    /** The servers; throws a 403 problem where none may be acted on. */
    NodeProcesses of() {
        return processes.orElseThrow(this::forbidden);
    }

    /** The servers, of which one is this node; throws a 403 or 404 problem otherwise. */
    NodeProcesses of(String node) {
        NodeProcesses servers = of();
        if (!servers.nodes().contains(node)) {
            throw Problem.notFound("node", node, String.join(", ", servers.nodes()))
                    .asException();
        }
        return servers;
    }

    private ProblemException forbidden() {
        return new Problem(403, "control_disabled", refusal.english(), null, null, null).asException();
    }

    ControlState state(List<ControlState.Busy> busy, RollingProgress rolling) {
        return new ControlState(
                mode,
                processes.isPresent(),
                refusal == null ? null : refusal.english(),
                refusal == null ? null : refusal.chinese(),
                processes.map(NodeProcesses::actions).orElse(Set.of()),
                busy,
                rolling);
    }
}
