package io.conclave.scheduler;

import io.conclave.bus.Reason;
import java.util.Locale;

/** Why new files go where they go. */
enum PlacementReason implements Reason {
    LEAST_LOADED(
            "{node} is up, not drained and the least loaded with {measured}, uploads under way included.",
            "{node} 在线、未摘除且负载最低，含上传中的文件共 {measured}。"),
    FIRST_THAT_DOES(
            "{node} is the first in the order of {strategy} that has room; it has {measured}, uploads under way included.",
            "{node} 是 {strategy} 顺序中首个有空间的节点，含上传中的文件共 {measured}。"),
    SPREAD("{count} go one by one to the node that is the best for each: {nodes}.", "{count}逐个分配给当时最合适的节点：{nodes}。"),
    PINNED("{node} was asked for.", "已指定 {node}。");

    private final String english;
    private final String chinese;

    PlacementReason(String english, String chinese) {
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
