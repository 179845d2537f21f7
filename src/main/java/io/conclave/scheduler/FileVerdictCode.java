package io.conclave.scheduler;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** What a plan says of its candidate. */
public enum FileVerdictCode implements Reason {
    NEWEST("{name} is the newest file on {source} that is free to move.", "{name} 是 {source} 上最新的可迁移文件。"),
    NEWEST_THAT_DOES(
            "{name} is the newest file on {source} that has room and narrows the difference; {count} newer ones do not.",
            "{name} 是 {source} 上最新的、既放得下又能缩小差距的文件；{count} 个更新的文件不符合。"),
    WAITS("{name} is the newest file on {source}, but nothing moves now.", "{name} 是 {source} 上最新的文件，但目前不迁移。"),
    WOULD_NOT_NARROW(
            "{name} counts {measured}: moving it would not narrow the difference of {limit}.",
            "{name} 计 {measured}：迁移它不能缩小 {limit} 的差距。"),
    TOO_LARGE("{name} needs {measured}, {target} has {limit} of room.", "{name} 需要 {measured}，{target} 剩余空间 {limit}。");

    private final String english;
    private final String chinese;

    FileVerdictCode(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** Number of the scheduler's rule that decides so. */
    public int rule() {
        return this == WOULD_NOT_NARROW ? 4 : 5;
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
