package io.conclave.ensemble;

import io.conclave.bus.Reason;
import io.conclave.bus.Sentence;
import io.conclave.config.NodeAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Says in sentences why a node is shown as it is, and why a figure of it is absent.
 *
 * @param address the node
 * @param condition what it is in
 * @param role what it is to the ensemble
 * @param srvr how the newest {@code srvr} ended, or null
 * @param mntr how the newest {@code mntr} ended, or null
 * @param othersFailed why the AdminServer and the Prometheus provider told nothing
 * @param silentFor how long it has owed an answer, or null where it owes none
 */
record Explanation(
        NodeAddress address,
        NodeCondition condition,
        Role role,
        Reply srvr,
        Reply mntr,
        Sentence othersFailed,
        Duration silentFor) {

    /** The line of {@code zoo.cfg} that lets a server answer all that is asked regularly (since 3.4.10 and 3.5.3). */
    private static final String WHITELIST = "4lw.commands.whitelist=srvr,mntr,conf";

    /** The sentence for the condition. */
    Sentence reason() {
        Map<String, Object> values = new HashMap<>();
        values.put("node", address.id());
        values.put("role", new Sentence(role.code(), chinese(role)));
        values.put("address", address.hostPort());
        if (silentFor != null) {
            values.put("elapsedMs", silentFor.toMillis());
        }
        if (srvr instanceof Reply.TooLarge large) {
            values.put("limitBytes", large.limitBytes());
        }
        return srvr instanceof Reply.Unreachable failed
                ? sentence(condition, values, "detail", failed.detail())
                : Sentence.of(condition, values);
    }

    private static String chinese(Role role) {
        return switch (role) {
            case LEADER -> "领导者";
            case FOLLOWER -> "跟随者";
            case OBSERVER -> "观察者";
            case STANDALONE -> "单机";
            case LOOKING -> "选举中";
            case DOWN -> "停机";
            case UNKNOWN -> "未知";
        };
    }

    /** Why a figure that is not there is absent. */
    MissingFigure missing(Figure figure) {
        boolean bySrvr = figure != Figure.WATCHES;
        Reply reply = bySrvr ? srvr : mntr;
        Map<String, Object> values = new HashMap<>();
        values.put("node", address.id());
        values.put("command", (bySrvr ? FourLetterWord.SRVR : FourLetterWord.MNTR).code());
        values.put("state", condition.code());
        if (srvr != null && !isReadable()) {
            return figure(Sentence.of(MissingReason.NODE_SILENT, values), null);
        }
        if (reply == null) {
            return figure(Sentence.of(MissingReason.NOT_ASKED, values), null);
        }
        if (reply instanceof Reply.NotWhitelisted) {
            return figure(sentence(MissingReason.NOT_WHITELISTED, values, "others", othersFailed), WHITELIST);
        }
        if (reply instanceof Reply.Text) {
            return figure(Sentence.of(MissingReason.NOT_TOLD, values), null);
        }
        values.put("how", reply.condition().code());
        return figure(Sentence.of(MissingReason.QUESTION_FAILED, values), null);
    }

    private boolean isReadable() {
        return switch (condition) {
            case SERVING, READ_ONLY, NOT_WHITELISTED, TRUNCATED -> true;
            default -> false;
        };
    }

    private static MissingFigure figure(Sentence sentence, String remedy) {
        return new MissingFigure(sentence.en(), sentence.zh(), remedy);
    }

    /** A sentence of which one part differs between the languages. */
    private static Sentence sentence(Reason reason, Map<String, Object> values, String name, Sentence part) {
        Map<String, Object> chinese = new HashMap<>(values);
        chinese.put(name, part.zh());
        values.put(name, part.en());
        return new Sentence(
                Sentence.of(reason, values).en(), Sentence.of(reason, chinese).zh());
    }
}
