package io.conclave.scheduler;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** Why a plan moves files, or why it does not. */
public enum PlanReason implements Reason {
    MIGRATE(
            "{source} has {delta} more than {target}, at or over the threshold of {threshold}: next is {name}, from {source} to {target}.",
            "{source} 比 {target} 多 {delta}，达到阈值 {threshold}：将 {name} 从 {source} 迁往 {target}。"),
    DRAIN(
            "{source} is drained and still has {count}: next is {name}, to {target}.",
            "{source} 已摘除但仍有 {count}：将 {name} 迁往 {target}。"),
    BELOW_THRESHOLD(
            "The difference between {source} and {target} is {delta}, below the threshold of {threshold}: nothing moves.",
            "{source} 与 {target} 相差 {delta}，低于阈值 {threshold}：不迁移。"),
    NO_FILES("There are no files to move.", "没有可迁移的文件。"),
    NO_CANDIDATE(
            // Without the difference: that of a drained source, which may hold less than the target, has no meaning.
            "No file on {source} can move to {target} now: those looked at are on their way already, or would leave the"
                    + " difference as wide as it is.",
            "{source} 上暂无文件可迁往 {target}：查看过的文件或已在迁移中，或无法缩小差距。"),
    NO_TARGET("No node can take a file: each is down, drained or the source itself.", "没有可用目标：各节点或已停止、或已摘除、或就是源。"),
    SINGLE_TARGET(
            "{source} is the only node that can hold files, so there is nowhere to move them.",
            "只有 {source} 能存放文件，无处可迁。"),
    ALL_DRAINED("Every node is drained: nothing moves.", "所有节点都已摘除：不迁移。"),
    TARGET_FULL("{target} has {room} of room left, {name} needs {size}.", "{target} 剩余空间 {room}，{name} 需要 {size}。"),
    /** Of a round that does not run by itself; the plan keeps its own reason, since it can still be run by hand. */
    PAUSED("The scheduler is switched off; this is what it would do.", "调度器已关闭；以下为其本会执行的动作。"),
    /** Of a controller that another one keeps from acting. */
    STANDBY("Another controller is active; this one only watches.", "另一控制器处于主用，本机仅观察。"),
    STORAGE_UNAVAILABLE("The storage of {node} takes no files: {why}.", "{node} 的存储不可用：{why}。");

    private final String english;
    private final String chinese;

    PlanReason(String english, String chinese) {
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
