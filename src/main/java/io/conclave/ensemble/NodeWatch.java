package io.conclave.ensemble;

import io.conclave.bus.Sentence;
import io.conclave.config.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of one node: a state machine whose inputs are the outcomes of questions and whose output is the
 * {@link NodeStatus}.
 *
 * <p>{@code srvr} decides the condition, since every server answers it. Where a server refuses it, the other sources
 * decide as long as what they said is fresh. A server that is down has no figures; one that hangs keeps its last ones,
 * each with its age; one that answers shows none older than the limit.
 */
final class NodeWatch {

    private final NodeAddress address;
    private final Duration staleAfter;
    private final FigureBoard figures;

    private NodeCondition condition = NodeCondition.NOT_ASKED;
    private Role role = Role.UNKNOWN;
    private FigureSource roleSource;
    private Reply srvr;
    private Reply mntr;
    private Reading other;
    private Sentence othersFailed = new Sentence("none was asked yet", "尚未询问");
    private Instant silentSince;
    private Instant askedAt;
    private Instant respondedAt;
    private Instant upSince;
    private Boolean listedAsVoter;
    private boolean lastSeenVoting = true;
    private List<EnsembleMember> members = List.of();
    private Drain drain;

    /**
     * @param address the node
     * @param staleAfter how long what a source told of a node that answers is good for
     */
    NodeWatch(NodeAddress address, Duration staleAfter) {
        this.address = address;
        this.staleAfter = staleAfter;
        this.figures = new FigureBoard(staleAfter);
    }

    /** Takes in how a four-letter word ended. */
    void ended(Exchange exchange) {
        switch (exchange.word()) {
            case SRVR -> srvrEnded(exchange);
            case MNTR -> mntrEnded(exchange);
            case CONF -> confEnded(exchange);
            default -> throw new IllegalArgumentException("no watch follows " + exchange.word());
        }
    }

    /**
     * Takes in what a source other than {@code srvr} told. A server that is down or serves nobody has no figures, so
     * what comes late from one is left out.
     */
    void told(Reading reading) {
        if (condition.health() == Health.DOWN || condition == NodeCondition.NOT_SERVING) {
            return;
        }
        Instant at = reading.source().at();
        answered(reading);
        figures.accept(reading);
        if (reading.role() != Role.UNKNOWN) {
            other = reading;
        }
        boolean srvrDecides = roleSource != null && roleSource.source().equals(Reading.SRVR);
        if (!srvrDecides && condition != NodeCondition.NOT_ASKED && condition != NodeCondition.HUNG) {
            byOthers(srvr instanceof Reply.NotWhitelisted ? NodeCondition.NOT_WHITELISTED : condition, at);
        }
    }

    /** Takes in that no other source told anything, and why. */
    void othersFailed(Sentence how) {
        othersFailed = how;
    }

    /** Takes in the ensemble's members as some server lists them; its own {@code conf} goes before. */
    void listed(List<EnsembleMember> list) {
        List<EnsembleMember> mine = list.stream()
                .filter(member -> member.clientPort() != null
                        && member.clientPort() == address.port()
                        && member.host().equals(address.host()))
                .toList();
        if (members.isEmpty() && mine.size() == 1) {
            listedAsVoter = mine.get(0).voter();
        }
    }

    /** Takes in that an operator drained the node, or with null that it takes files again. */
    void drained(Drain by) {
        drain = by;
    }

    /** The ensemble's members as this server lists them; empty where it does not or is not asked. */
    List<EnsembleMember> members() {
        return members;
    }

    /** What the node is in. */
    NodeCondition condition() {
        return condition;
    }

    /**
     * Whether a source other than the four-letter words is wanted: the server answers, but not all of it can be read.
     */
    boolean wantsOthers() {
        return switch (condition) {
            case SERVING, READ_ONLY ->
                srvr instanceof Reply.NotWhitelisted
                        || mntr instanceof Reply.NotWhitelisted
                        || mntr instanceof Reply.TooLarge;
            case NOT_WHITELISTED, CONNECTION_LIMIT, UNREADABLE, OVERSIZED, DRIPPING, TRUNCATED -> true;
            case NOT_SERVING, REFUSED, UNREACHABLE, HUNG, NOT_ASKED -> false;
        };
    }

    /** Whether {@code srvr} tells nothing, so that other sources stand in for it too. */
    boolean isWithoutSrvr() {
        return !(srvr instanceof Reply.Text);
    }

    private void srvrEnded(Exchange exchange) {
        srvr = exchange.reply();
        Instant at = exchange.at();
        askedAt = at;
        if (srvr instanceof Reply.Silent || srvr instanceof Reply.Dripping || isStillHung()) {
            silentSince = silentSince == null ? at.minus(exchange.took()) : silentSince;
        } else {
            silentSince = null;
        }
        decide(at);
    }

    /**
     * Whether an attempt to connect that nobody answered means that the server still hangs: each question to a paused
     * process leaves one connection in its listen queue (50 by default), and once that is full the system lets attempts
     * pass without an answer.
     */
    private boolean isStillHung() {
        return condition == NodeCondition.HUNG && srvr instanceof Reply.Unreachable failed && failed.silent();
    }

    private void decide(Instant at) {
        NodeCondition told = isStillHung() ? NodeCondition.HUNG : srvr.condition();
        switch (told) {
            case SERVING -> srvrTold(((Reply.Text) srvr).text(), at);
            case TRUNCATED -> srvrTold(((Reply.Cut) srvr).text(), at);
            case REFUSED -> gone(NodeCondition.REFUSED, Role.DOWN);
            case UNREACHABLE -> gone(NodeCondition.UNREACHABLE, Role.UNKNOWN);
            case NOT_SERVING -> notServing(at);
            case HUNG -> set(NodeCondition.HUNG, Role.UNKNOWN, null);
            case NOT_WHITELISTED -> {
                seen(at);
                byOthers(told, at);
            }
            default -> byOthers(told, at);
        }
    }

    private void srvrTold(String text, Instant at) {
        Reading reading = Reading.of(SrvrParser.parse(text), Reading.SRVR, at);
        if (reading.figures().isEmpty() && reading.role() == Role.UNKNOWN) {
            byOthers(srvr instanceof Reply.Cut ? NodeCondition.TRUNCATED : NodeCondition.UNREADABLE, at);
            return;
        }
        answered(reading);
        figures.accept(reading);
        figures.expire(at);
        if (reading.role() == Role.UNKNOWN) {
            byOthers(NodeCondition.TRUNCATED, at);
        } else if (srvr instanceof Reply.Cut) {
            set(NodeCondition.TRUNCATED, reading.role(), reading.source());
        } else {
            serving(reading);
        }
    }

    private void serving(Reading reading) {
        set(reading.readOnly() ? NodeCondition.READ_ONLY : NodeCondition.SERVING, reading.role(), reading.source());
    }

    private void notServing(Instant at) {
        seen(at);
        figures.clear();
        other = null;
        set(NodeCondition.NOT_SERVING, Role.LOOKING, new FigureSource(Reading.SRVR, at));
    }

    private void gone(NodeCondition now, Role as) {
        figures.clear();
        other = null;
        mntr = null;
        upSince = null;
        set(now, as, null);
    }

    /** {@code srvr} told nothing that can be used: what another source said lately stands in for it. */
    private void byOthers(NodeCondition own, Instant at) {
        boolean fresh =
                other != null && Duration.between(other.source().at(), at).compareTo(staleAfter) <= 0;
        if (!fresh) {
            set(own, Role.UNKNOWN, null);
        } else if (own == NodeCondition.NOT_WHITELISTED) {
            serving(other);
        } else {
            set(own, other.role(), other.source());
        }
    }

    private void set(NodeCondition now, Role as, FigureSource by) {
        condition = now;
        role = as;
        roleSource = by;
        if (as == Role.OBSERVER || as == Role.LEADER || as == Role.FOLLOWER) {
            lastSeenVoting = as != Role.OBSERVER;
        }
    }

    private void mntrEnded(Exchange exchange) {
        mntr = exchange.reply();
        if (mntr instanceof Reply.Text text) {
            Reading reading =
                    Reading.of(MntrParser.parse(text.text()), exchange.word().code(), exchange.at());
            if (!reading.figures().isEmpty()) {
                told(reading);
            }
        }
    }

    private void confEnded(Exchange exchange) {
        if (exchange.reply() instanceof Reply.Text text) {
            ConfReply conf = ConfParser.parse(text.text());
            members = conf.members();
            listedAsVoter = conf.voter() == null ? listedAsVoter : conf.voter();
        }
    }

    private void answered(Reading reading) {
        Instant at = reading.source().at();
        seen(at);
        if (reading.uptime() != null && at.minus(reading.uptime()).isBefore(upSince)) {
            upSince = at.minus(reading.uptime());
        }
    }

    private void seen(Instant at) {
        respondedAt = at;
        upSince = upSince == null ? at : upSince;
    }

    /** All that is known, as it is shown. */
    NodeStatus status() {
        Zxid zxid = figures.get(Figure.ZXID, Zxid.class);
        Explanation explanation = explanation();
        Sentence reason = explanation.reason();
        Map<String, FigureSource> sources = new LinkedHashMap<>();
        if (roleSource != null) {
            sources.put("role", roleSource);
        }
        sources.putAll(figures.sources());
        return new NodeStatus(
                address.id(),
                address.host(),
                address.port(),
                role,
                condition,
                condition.health(),
                reason.en(),
                reason.zh(),
                zxid == null ? null : zxid.text(),
                zxid == null ? null : zxid.epoch(),
                zxid == null ? null : zxid.counter(),
                figures.get(Figure.LATENCY, Latency.class),
                figures.get(Figure.CONNECTIONS, Long.class),
                figures.get(Figure.OUTSTANDING, Long.class),
                figures.get(Figure.ZNODES, Long.class),
                figures.get(Figure.WATCHES, Long.class),
                figures.get(Figure.VERSION, String.class),
                upSince,
                listedAsVoter == null ? lastSeenVoting : listedAsVoter,
                drain != null,
                drain == null ? null : drain.reason(),
                drain == null ? null : drain.at(),
                respondedAt,
                sources,
                missing(explanation));
    }

    private Explanation explanation() {
        Duration silentFor = silentSince == null ? null : Duration.between(silentSince, askedAt);
        return new Explanation(address, condition, role, srvr, mntr, othersFailed, silentFor);
    }

    private Map<String, MissingFigure> missing(Explanation explanation) {
        Map<String, MissingFigure> missing = new LinkedHashMap<>();
        for (Figure figure : Figure.values()) {
            if (!figures.has(figure)) {
                missing.put(figure.field(), explanation.missing(figure));
            }
        }
        return missing;
    }
}
