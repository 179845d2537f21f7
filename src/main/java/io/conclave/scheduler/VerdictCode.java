package io.conclave.scheduler;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** What a plan says of one node. */
public enum VerdictCode implements Reason {
    SOURCE_FULLEST("{node} is the fullest with {measured}.", "{node} 最满，为 {measured}。"),
    SOURCE_DRAINED("{node} is drained and still holds files, so it is emptied first.", "{node} 已摘除且仍有文件，优先清空。"),
    TARGET_LEAST_LOADED(
            "{node} is up, not drained and the least loaded with {measured}.", "{node} 在线、未摘除且负载最低，为 {measured}。"),
    NOT_FULLEST("{node} has {measured}, the source has {limit}.", "{node} 为 {measured}，源为 {limit}。"),
    NOT_LEAST_LOADED("{node} has {measured}, the target has {limit}.", "{node} 为 {measured}，目标为 {limit}。"),
    DRAINED("{node} is drained, so nothing goes there.", "{node} 已摘除，不接收文件。"),
    NODE_DOWN("{node} is {state}, so nothing goes there.", "{node} 状态为 {state}，不接收文件。"),
    STORAGE_UNAVAILABLE("The storage of {node} does not answer.", "{node} 的存储没有应答。"),
    NO_ROOM("{node} has {measured} bytes of room, {limit} are needed.", "{node} 剩余 {measured} 字节，需要 {limit}。"),
    DRAINED_EMPTY("{node} is drained and empty.", "{node} 已摘除且已清空。");

    private final String english;
    private final String chinese;

    VerdictCode(String english, String chinese) {
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
