package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.Sentence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodeWatchTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Reply NO_ANSWER = new Reply.Unreachable(new Sentence("nothing answers", "无应答"), true);

    @Test
    void nodeThatWasNotAskedIsUnknownAndHasNoFigures() {
        NodeStatus status = new Watched("zk1").status();

        assertThat(status.role()).isEqualTo(Role.UNKNOWN);
        assertThat(status.state()).isEqualTo(NodeCondition.NOT_ASKED);
        assertThat(status.health()).isEqualTo(Health.UNKNOWN);
        assertThat(status.reason()).isEqualTo("zk1 has not been asked yet.");
        assertThat(status.voter()).isTrue();
        assertNoFigures(status);
    }

    @ParameterizedTest
    @CsvSource({
        "leader,LEADER,SERVING",
        "follower,FOLLOWER,SERVING",
        "observer,OBSERVER,SERVING",
        "standalone,STANDALONE,SERVING",
        "read-only,LOOKING,READ_ONLY"
    })
    void modeBecomesRole(String mode, Role role, NodeCondition condition) {
        NodeStatus status = Watched.serving("zk1", mode, 5).status();

        assertThat(status.role()).isEqualTo(role);
        assertThat(status.state()).isEqualTo(condition);
        assertThat(status.reason()).doesNotContain("{").contains("zk1");
        assertThat(status.reasonZh()).doesNotContain("{").contains("zk1");
    }

    @Test
    void everyFigureHasSourceAndAge() {
        NodeStatus status = Watched.serving("zk1", "leader", 0x100000192L).status();

        assertThat(status.zxid()).isEqualTo("0x100000192");
        assertThat(status.epoch()).isEqualTo(1);
        assertThat(status.counter()).isEqualTo(0x192);
        assertThat(status.latencyMs()).isEqualTo(new Latency(0, 0.5, 7));
        assertThat(status.connections()).isEqualTo(2);
        assertThat(status.outstanding()).isZero();
        assertThat(status.znodes()).isEqualTo(405);
        assertThat(status.version()).isEqualTo("3.9.5");
        assertThat(status.sources())
                .containsOnlyKeys("role", "zxid", "latencyMs", "connections", "outstanding", "znodes", "version")
                .containsValue(new FigureSource("srvr", Watched.START));
        assertThat(status.missing()).containsOnlyKeys("watches");
        assertThat(status.missing().get("watches").reason()).contains("has not been asked");
    }

    @Test
    void watchesComeFromMntrWhileTheRestStaysWithSrvr() {
        NodeStatus status = Watched.serving("zk1", "leader", 5)
                .ended(FourLetterWord.MNTR, new Reply.Text("zk_watch_count\t7\nzk_znode_count\t999\n"))
                .status();

        assertThat(status.watches()).isEqualTo(7);
        assertThat(status.sources().get("watches").source()).isEqualTo("mntr");
        assertThat(status.znodes()).isEqualTo(405);
        assertThat(status.sources().get("znodes").source()).isEqualTo("srvr");
        assertThat(status.missing()).isEmpty();
    }

    @Test
    void refusedMntrLeavesWatchesMissingWithTheLineToChange() {
        Watched watched = Watched.serving("zk1", "follower", 5).ended(FourLetterWord.MNTR, new Reply.NotWhitelisted());
        watched.watch()
                .othersFailed(new Sentence("http://zk1:8080/commands: refused", "http://zk1:8080/commands: refused"));
        NodeStatus status = watched.status();

        assertThat(status.health()).isEqualTo(Health.HEALTHY);
        assertThat(status.watches()).isNull();
        MissingFigure missing = status.missing().get("watches");
        assertThat(missing.reason()).contains("mntr", "whitelist", "http://zk1:8080/commands: refused");
        assertThat(missing.reasonZh()).contains("mntr", "白名单");
        assertThat(missing.remedy()).isEqualTo("4lw.commands.whitelist=srvr,mntr,conf");
        assertThat(watched.watch().wantsOthers()).isTrue();
    }

    @Test
    void figuresOfAnotherSourceFillOnlyWhatSrvrDoesNotTell() {
        NodeStatus status = Watched.serving("zk1", "follower", 5)
                .ended(FourLetterWord.MNTR, new Reply.NotWhitelisted())
                .told(Reading.PROMETHEUS, figures(Map.of("watch_count", 3.0, "num_alive_connections", 50.0)))
                .status();

        assertThat(status.watches()).isEqualTo(3);
        assertThat(status.sources().get("watches").source()).isEqualTo("prometheus");
        assertThat(status.connections()).isEqualTo(2);
    }

    @Test
    void adminServerStandsInForAServerThatRefusesEveryWord() {
        MntrReply monitor = new MntrReply(
                Map.of("watch_count", 3.0, "znode_count", 9.0),
                Map.of("server_state", "follower", "version", "3.9.5-ab"));
        NodeStatus status = new Watched("zk1")
                .ended(new Reply.NotWhitelisted())
                .told(Reading.ADMIN, monitor)
                .status();

        assertThat(status.role()).isEqualTo(Role.FOLLOWER);
        assertThat(status.state()).isEqualTo(NodeCondition.SERVING);
        assertThat(status.sources().get("role").source()).isEqualTo("admin");
        assertThat(status.znodes()).isEqualTo(9);
        assertThat(status.missing()).containsKeys("zxid", "latencyMs");
        assertThat(status.missing().get("zxid").remedy()).contains("4lw.commands.whitelist=srvr");
    }

    @Test
    void whatStoodInIsNotBelievedForEver() {
        Watched watched = new Watched("zk1")
                .ended(new Reply.NotWhitelisted())
                .told(Reading.ADMIN, new MntrReply(Map.of("watch_count", 3.0), Map.of("server_state", "follower")))
                .later(Watched.STALE_AFTER.plus(SECOND))
                .ended(new Reply.NotWhitelisted());

        assertThat(watched.status().role()).isEqualTo(Role.UNKNOWN);
        assertThat(watched.status().state()).isEqualTo(NodeCondition.NOT_WHITELISTED);
        assertThat(watched.status().health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void refusedConnectionIsDownAtOnceAndTakesAllFiguresWithIt() {
        NodeStatus status = Watched.serving("zk1", "leader", 5)
                .later(SECOND)
                .ended(new Reply.Refused())
                .status();

        assertThat(status.role()).isEqualTo(Role.DOWN);
        assertThat(status.health()).isEqualTo(Health.DOWN);
        assertThat(status.reason()).contains("10.0.0.1:2181");
        assertThat(status.upSince()).isNull();
        assertThat(status.respondedAt()).isEqualTo(Watched.START);
        assertNoFigures(status);
        assertThat(status.missing().get("zxid").reason()).contains("refused");
    }

    @Test
    void lateFiguresOfADeadServerAreNotShown() {
        NodeStatus status = Watched.serving("zk1", "leader", 5)
                .ended(new Reply.Refused())
                .ended(FourLetterWord.MNTR, new Reply.Text("zk_watch_count\t7\n"))
                .status();

        assertNoFigures(status);
        assertThat(status.role()).isEqualTo(Role.DOWN);
    }

    @Test
    void unreachableHostIsDownButNotKnownToHaveStopped() {
        NodeStatus status = new Watched("zk1").ended(NO_ANSWER).status();

        assertThat(status.state()).isEqualTo(NodeCondition.UNREACHABLE);
        assertThat(status.role()).isEqualTo(Role.UNKNOWN);
        assertThat(status.health()).isEqualTo(Health.DOWN);
        assertThat(status.reason()).contains("nothing answers");
        assertThat(status.reasonZh()).contains("无应答");
    }

    @Test
    void hungServerIsNotDownAndKeepsItsLastFiguresWithTheirAge() {
        NodeStatus status = Watched.serving("zk1", "leader", 5)
                .later(SECOND)
                .ended(new Reply.Silent())
                .later(Duration.ofMinutes(1))
                .ended(new Reply.Silent())
                .status();

        assertThat(status.state()).isEqualTo(NodeCondition.HUNG);
        assertThat(status.health()).isEqualTo(Health.HUNG);
        assertThat(status.role()).isEqualTo(Role.UNKNOWN);
        assertThat(status.reason()).contains("61000 ms");
        assertThat(status.zxid()).isEqualTo("0x5");
        assertThat(status.sources().get("zxid").at()).isEqualTo(Watched.START);
        assertThat(status.sources()).doesNotContainKey("role");
        assertThat(status.upSince()).isEqualTo(Watched.START);
    }

    @Test
    void hungServerWhoseListenQueueIsFullIsStillHung() {
        Watched watched =
                Watched.serving("zk1", "leader", 5).ended(new Reply.Silent()).ended(NO_ANSWER);

        assertThat(watched.status().state()).isEqualTo(NodeCondition.HUNG);
        assertThat(watched.ended(new Reply.Refused()).status().state()).isEqualTo(NodeCondition.REFUSED);
        assertThat(watched.ended(NO_ANSWER).status().state()).isEqualTo(NodeCondition.UNREACHABLE);
    }

    @Test
    void serverWithoutQuorumIsLookingAndShowsNothingOld() {
        NodeStatus status = Watched.serving("zk1", "follower", 5)
                .later(SECOND)
                .ended(new Reply.NotServing())
                .status();

        assertThat(status.role()).isEqualTo(Role.LOOKING);
        assertThat(status.state()).isEqualTo(NodeCondition.NOT_SERVING);
        assertThat(status.health()).isEqualTo(Health.DEGRADED);
        assertThat(status.upSince()).isEqualTo(Watched.START);
        assertNoFigures(status);
    }

    static List<Reply> repliesThatTellNothing() {
        return List.of(
                new Reply.NotWhitelisted(),
                new Reply.NotServing(),
                new Reply.Cut("Zookeeper vers"),
                new Reply.ClosedEarly(),
                new Reply.TooLarge(1024),
                new Reply.Garbage(),
                new Reply.Refused(),
                NO_ANSWER,
                new Reply.Silent(),
                new Reply.Dripping(17),
                new Reply.Text("HTTP/1.1 400 Bad Request\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("repliesThatTellNothing")
    void replyThatTellsNothingNeverBecomesAZero(Reply reply) {
        NodeStatus status = new Watched("zk1").ended(reply).status();

        assertNoFigures(status);
        assertThat(status.missing()).hasSize(Figure.values().length);
        assertThat(status.reason()).contains("zk1").doesNotContain("{");
        assertThat(status.reasonZh()).contains("zk1").doesNotContain("{");
        assertThat(status.missing().values()).allSatisfy(missing -> assertThat(missing.reason() + missing.reasonZh())
                .doesNotContain("{"));
    }

    @Test
    void everyWayToFailIsAStateOfItsOwn() {
        assertThat(repliesThatTellNothing().stream()
                        .map(reply -> new Watched("zk1").ended(reply).status().state()))
                .containsExactly(
                        NodeCondition.NOT_WHITELISTED,
                        NodeCondition.NOT_SERVING,
                        NodeCondition.TRUNCATED,
                        NodeCondition.CONNECTION_LIMIT,
                        NodeCondition.OVERSIZED,
                        NodeCondition.UNREADABLE,
                        NodeCondition.REFUSED,
                        NodeCondition.UNREACHABLE,
                        NodeCondition.HUNG,
                        NodeCondition.DRIPPING,
                        NodeCondition.UNREADABLE);
    }

    @Test
    void halfAReplyShowsWhatItToldAndSaysThatItIsHalf() {
        String text = Watched.srvrText("leader", 5);
        NodeStatus status = new Watched("zk1")
                .ended(new Reply.Cut(text.substring(0, text.indexOf("Mode"))))
                .status();

        assertThat(status.state()).isEqualTo(NodeCondition.TRUNCATED);
        assertThat(status.role()).isEqualTo(Role.UNKNOWN);
        assertThat(status.zxid()).isEqualTo("0x5");
        assertThat(status.znodes()).isNull();
    }

    @Test
    void replyThatEndsBetweenTwoLinesIsHalfToo() {
        String text = Watched.srvrText("leader", 5);
        NodeStatus status =
                new Watched("zk1").srvr(text.substring(0, text.indexOf("Mode"))).status();

        assertThat(status.state()).isEqualTo(NodeCondition.TRUNCATED);
        assertThat(status.znodes()).isNull();
    }

    @Test
    void connectionLimitIsNotDown() {
        NodeStatus status = Watched.serving("zk1", "follower", 5)
                .ended(new Reply.ClosedEarly())
                .status();

        assertThat(status.state()).isEqualTo(NodeCondition.CONNECTION_LIMIT);
        assertThat(status.health()).isEqualTo(Health.DEGRADED);
        assertThat(status.role()).isNotEqualTo(Role.DOWN);
        assertThat(status.reason()).contains("maxClientCnxns");
    }

    @Test
    void figureThatIsNoLongerToldGoesWhenItIsOld() {
        Watched watched =
                Watched.serving("zk1", "leader", 5).ended(FourLetterWord.MNTR, new Reply.Text("zk_watch_count\t7\n"));
        watched.later(Watched.STALE_AFTER).srvr(Watched.srvrText("leader", 6));
        assertThat(watched.status().watches()).isEqualTo(7);

        watched.later(SECOND).srvr(Watched.srvrText("leader", 7));

        assertThat(watched.status().watches()).isNull();
        assertThat(watched.status().zxid()).isEqualTo("0x7");
    }

    @Test
    void upSinceIsTheServersOwnStartWhereItTells() {
        NodeStatus status = Watched.serving("zk1", "leader", 5)
                .ended(FourLetterWord.MNTR, new Reply.Text("zk_uptime\t3600000\nzk_watch_count\t0\n"))
                .status();

        assertThat(status.upSince()).isEqualTo(Watched.START.minusSeconds(3600));
    }

    @Test
    void electionDoesNotMakeAServerYounger() {
        NodeStatus status = Watched.serving("zk1", "follower", 5)
                .later(Duration.ofHours(1))
                .srvr(Watched.srvrText("leader", 6))
                .ended(FourLetterWord.MNTR, new Reply.Text("zk_uptime\t2000\nzk_watch_count\t0\n"))
                .status();

        assertThat(status.upSince()).isEqualTo(Watched.START);
    }

    @Test
    void restartIsTheNewBeginning() {
        NodeStatus status = Watched.serving("zk1", "follower", 5)
                .later(SECOND)
                .ended(new Reply.Refused())
                .later(SECOND)
                .ended(new Reply.NotServing())
                .later(SECOND)
                .srvr(Watched.srvrText("follower", 6))
                .status();

        assertThat(status.upSince()).isEqualTo(Watched.START.plusSeconds(2));
    }

    @Test
    void observerIsRememberedAsNonVoterWhenItIsDown() {
        NodeStatus status =
                Watched.serving("zk1", "observer", 5).ended(new Reply.Refused()).status();

        assertThat(status.voter()).isFalse();
    }

    @Test
    void confSaysWhoVotes() {
        Watched watched = Watched.serving("zk4", "follower", 5)
                .ended(FourLetterWord.CONF, new Reply.Text(Replies.read("leader-3.9.5.conf")));

        assertThat(watched.status().voter()).isTrue();
        assertThat(watched.watch().members()).hasSize(4);
        assertThat(watched.ended(FourLetterWord.CONF, new Reply.Text("serverId=4\npeerType=1\n"))
                        .status()
                        .voter())
                .isFalse();
    }

    @Test
    void membersAsAnotherServerListsThemTellOfANodeThatWasNeverSeen() {
        Watched watched = Watched.down("zk4");

        watched.watch().listed(List.of(new EnsembleMember(4, "10.0.0.1", false, 2181)));

        assertThat(watched.status().voter()).isFalse();
    }

    @Test
    void membersOfOtherAddressesTellNothing() {
        Watched watched = Watched.down("zk4");

        watched.watch().listed(List.of(new EnsembleMember(4, "10.0.0.1", false, 2182)));
        watched.watch().listed(List.of(new EnsembleMember(4, "10.0.0.2", false, 2181)));
        watched.watch().listed(List.of(new EnsembleMember(4, "10.0.0.1", false, null)));

        assertThat(watched.status().voter()).isTrue();
    }

    @Test
    void drainIsShownWhateverTheNodeIsIn() {
        Watched watched = Watched.down("zk1");
        watched.watch().drained(new Drain("disk swap", Watched.START));

        assertThat(watched.status().drained()).isTrue();
        assertThat(watched.status().drainReason()).isEqualTo("disk swap");
        assertThat(watched.status().drainedAt()).isEqualTo(Watched.START);

        watched.watch().drained(null);
        assertThat(watched.status().drained()).isFalse();
    }

    private static MntrReply figures(Map<String, Double> values) {
        return new MntrReply(values, Map.of());
    }

    private static void assertNoFigures(NodeStatus status) {
        assertThat(status.zxid()).isNull();
        assertThat(status.epoch()).isNull();
        assertThat(status.counter()).isNull();
        assertThat(status.latencyMs()).isNull();
        assertThat(status.connections()).isNull();
        assertThat(status.outstanding()).isNull();
        assertThat(status.znodes()).isNull();
        assertThat(status.watches()).isNull();
        assertThat(status.version()).isNull();
    }
}
