package io.conclave.logs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;

/** Why an answer is not all that it could be. */
public enum DegradedReason implements Reason {
    /** Elasticsearch was asked and did not answer. */
    ELASTICSEARCH_AWAY(
            "elasticsearch_away",
            "Elasticsearch does not answer; this is what the embedded index has.",
            "Elasticsearch 无应答；以下结果来自内置索引。"),
    /** Elasticsearch answered with an error. */
    ELASTICSEARCH_REFUSED(
            "elasticsearch_refused",
            "Elasticsearch refused the search; this is what the embedded index has.",
            "Elasticsearch 拒绝了搜索；以下结果来自内置索引。"),
    /** Some shards gave no answer. */
    PARTIAL("partial", "A part of the index did not answer; entries may be missing.", "部分索引未应答，结果可能不完整。"),
    /** The time for a search was over. */
    TIME_LIMIT(
            "time_limit",
            "The search took too long and was cut short; entries may be missing. Narrow it by time, server or level.",
            "搜索耗时过长而被截断，结果可能不完整。请按时间、服务器或级别缩小范围。"),
    /** The disk of the embedded index is full. */
    DISK_FULL(
            "disk_full",
            "The disk is full, so the index has paused: the newest entries are missing until there is room.",
            "磁盘已满，索引已暂停：腾出空间之前缺少最新的日志。"),
    /** The embedded index was damaged and begun anew. */
    REBUILT(
            "rebuilt",
            "The index was damaged and set aside; it is filled again from the logs that are still there.",
            "索引已损坏并被移开，正从现有日志重建。");

    private final String code;
    private final String english;
    private final String chinese;

    DegradedReason(String code, String english, String chinese) {
        this.code = code;
        this.english = english;
        this.chinese = chinese;
    }

    @Override
    @JsonValue
    public String code() {
        return code;
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
