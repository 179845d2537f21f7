package io.conclave.kv.show;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** Whether a group can be used, and why not. */
public enum GroupCondition implements Reason {
    STARTING("No member of {group} has said anything yet.", "{group} 的成员尚未上报任何状态。"),
    AVAILABLE("Takes reads and writes; {count} of {members} members are in sync.", "可读写；{members} 个成员中有 {count} 个同步。"),
    LAST_COPY(
            "Takes reads and writes with one copy only: {member} is the last member in sync.",
            "可读写，但仅剩一份副本：{member} 是最后一个同步成员。"),
    SILENT_PRIMARY(
            "The primary {member} does not answer. It is replaced as soon as its session with ZooKeeper is over.",
            "主副本 {member} 无响应；其 ZooKeeper 会话到期后即被替换。"),
    NO_PRIMARY(
            "Unavailable: it waits for a member that was in sync ({inSync}), since any other one could miss an"
                    + " acknowledged write.",
            "不可用：等待曾经同步的成员（{inSync}）恢复，因为其他成员可能缺少已确认的写入。");

    private final String english;
    private final String chinese;

    GroupCondition(String english, String chinese) {
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
