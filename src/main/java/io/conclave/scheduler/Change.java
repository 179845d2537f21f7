package io.conclave.scheduler;

import io.conclave.bus.Reason;
import java.util.Locale;

/** One thing that would have to be otherwise, as a part of a {@link Counterfactual}. */
enum Change implements Reason {
    THRESHOLD_AT_MOST("the threshold were {amount} or less", "阈值不高于 {amount}"),
    THRESHOLD_AT_LEAST("the threshold were {amount} or more", "阈值不低于 {amount}"),
    NOT_DRAINED("{node} were not drained", "{node}未被摘除"),
    UP("{node} were up", "{node}在线"),
    STORAGE_ANSWERS("the storage of {node} answered", "{node}的存储有应答"),
    MORE_ROOM("{node} had {amount} more room", "{node}的空间再多 {amount}"),
    HOLDS_MORE("{node} had {amount} more", "{node}再多 {amount}"),
    HOLDS_LESS("{node} had {amount} less", "{node}再少 {amount}"),
    NO_DRAINED_FILES("no drained node had files", "已摘除的节点都没有文件");

    private final String english;
    private final String chinese;

    Change(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    @Override
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
