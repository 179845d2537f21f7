package io.conclave.ensemble;

import io.conclave.bus.Reason;
import java.util.Locale;

/** Why a figure is absent. */
enum MissingReason implements Reason {
    NOT_ASKED("{node} has not been asked for it yet.", "尚未向 {node} 询问。"),
    NODE_SILENT("It cannot be known while {node} is {state}.", "{node} 处于 {state} 状态，无法得知。"),
    NOT_WHITELISTED(
            "{command} is not in the whitelist of {node}, and no other source told it: {others}.",
            "{command} 不在 {node} 的白名单中，其他来源也没有给出：{others}。"),
    QUESTION_FAILED("{node} did not answer {command} ({how}).", "{node} 没有应答 {command}（{how}）。"),
    NOT_TOLD("What {node} answers to {command} does not have it.", "{node} 对 {command} 的应答中没有这一项。");

    private final String english;
    private final String chinese;

    MissingReason(String english, String chinese) {
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
