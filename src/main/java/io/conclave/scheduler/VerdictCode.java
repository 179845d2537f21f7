package io.conclave.scheduler;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** What a plan says of one node. */
public enum VerdictCode implements Reason {
    SOURCE_FULLEST(2, "{node} is the fullest with {measured}.", "{node} 最满，为 {measured}。"),
    SOURCE_DRAINED(2, "{node} is drained and still holds files, so it is emptied first.", "{node} 已摘除且仍有文件，优先清空。"),
    TARGET_LEAST_LOADED(
            3, "{node} is up, not drained and the least loaded with {measured}.", "{node} 在线、未摘除且负载最低，为 {measured}。"),
    /** The least loaded ones would not do, or the strategy has its own order. */
    TARGET_FIRST_THAT_DOES(
            3,
            "{node} is the first in the order of {strategy} that does for {name}; it has {measured}.",
            "{node} 是 {strategy} 顺序中首个适合 {name} 的节点，为 {measured}。"),
    NOT_LEAST_LOADED(3, "{node} has {measured}, the target has {limit}.", "{node} 为 {measured}，目标为 {limit}。"),
    LATER_IN_ORDER(
            7,
            "{node} comes after the target in the order of {strategy} for {name}.",
            "对 {name} 而言，{node} 在 {strategy} 的顺序中位于目标之后。"),
    WOULD_NOT_NARROW(
            4,
            "{node} has {measured}: with {name} the difference to the source would not be narrower.",
            "{node} 为 {measured}：迁入 {name} 并不能缩小与源的差距。"),
    /** The fullest of those that are not drained, while a drained one is emptied. */
    AFTER_THE_DRAIN(
            2,
            "{node} has {measured}, enough to give files away, but a drained node is emptied first.",
            "{node} 为 {measured}，本应迁出文件，但要先清空已摘除的节点。"),
    DRAINED(3, "{node} is drained, so nothing goes there.", "{node} 已摘除，不接收文件。"),
    DRAINED_EMPTY(3, "{node} is drained and empty.", "{node} 已摘除且已清空。"),
    NODE_DOWN(3, "{node} is {state}, so nothing goes there.", "{node} {state}，不接收文件。"),
    STORAGE_UNAVAILABLE(3, "The storage of {node} takes no files: {why}.", "{node} 的存储不可用：{why}。"),
    NO_ROOM(5, "{node} has {measured} of room, {limit} are needed.", "{node} 剩余空间 {measured}，需要 {limit}。"),
    /** No source, hence no target. */
    READY(3, "{node} can take files, but there are none to move.", "{node} 可接收文件，但没有文件需要迁移。");

    private final int rule;
    private final String english;
    private final String chinese;

    VerdictCode(int rule, String english, String chinese) {
        this.rule = rule;
        this.english = english;
        this.chinese = chinese;
    }

    /** Number of the scheduler's rule that decides so. */
    public int rule() {
        return rule;
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
