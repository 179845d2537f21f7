package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyParsersTest {

    @Test
    void mntrOfALeaderIsReadWithNamesWithoutPrefix() {
        MntrReply reply = MntrParser.parse(Replies.read("leader-3.9.5.mntr"));

        assertThat(reply.texts())
                .containsEntry("server_state", "leader")
                .containsEntry("peer_state", "leading - broadcast");
        assertThat(ServerVersion.of(reply.texts().get("version"))).isEqualTo("3.9.5");
        assertThat(reply.values())
                .containsEntry("synced_followers", 2.0)
                .containsEntry("quorum_size", 3.0)
                .hasSizeGreaterThan(400);
        assertThat(reply.whole("watch_count")).isEqualTo(1);
        assertThat(reply.latency()).isNotNull();
        assertThat(reply.uptime()).isGreaterThan(Duration.ZERO);
    }

    @Test
    void mntrOfOldServersIsReadThoughItHasFewFigures() {
        MntrReply reply = MntrParser.parse(
                """
                zk_version\t3.4.14-4c25d480e66aadd371de8bd2fd8da255ac140bcf, built on 03/06/2019 16:18 GMT
                zk_avg_latency\t0
                zk_max_latency\t3
                zk_min_latency\t0
                zk_num_alive_connections\t1
                zk_outstanding_requests\t0
                zk_server_state\tfollower
                zk_znode_count\t4
                zk_watch_count\t7
                zk_fsync_threshold_exceed_count\t0
                """);

        assertThat(reply.latency()).isEqualTo(new Latency(0, 0, 3));
        assertThat(reply.whole("watch_count")).isEqualTo(7);
        assertThat(reply.uptime()).isNull();
        assertThat(ServerVersion.of(reply.texts().get("version"))).isEqualTo("3.4.14");
    }

    @Test
    void figuresWithLabelsOrOfSingleZnodesAreLeftOut() {
        assertThat(MntrParser.parse(Replies.read("standalone-with-prometheus-3.9.5.mntr"))
                        .values())
                .allSatisfy((name, value) -> assertThat(name).doesNotContain("{"))
                .containsKey("znode_count");
        assertThat(MntrParser.parse(Replies.read("leader-3.9.5.mntr")).values().keySet())
                .noneMatch(name -> name.contains("per_namespace"));
    }

    @Test
    void figuresThatAreNoNumberAreAbsentAndNotZero() {
        MntrReply reply = MntrParser.parse("zk_watch_count\tNaN\nzk_avg_latency\t\nzk_uptime\tInfinity\nzk_x\n");

        assertThat(reply.values()).isEmpty();
        assertThat(reply.whole("watch_count")).isNull();
        assertThat(reply.latency()).isNull();
    }

    @Test
    void floodOfFiguresIsBounded() {
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            flood.append("zk_figure_").append(i).append("\t1\n");
        }

        assertThat(MntrParser.parse(flood.toString()).values()).hasSize(2_000);
    }

    @Test
    void confHasItsValuesAndTheMembers() {
        ConfReply reply = ConfParser.parse(Replies.read("leader-3.9.5.conf"));

        assertThat(reply.values())
                .containsEntry("clientPort", "21703")
                .containsEntry("serverId", "3")
                .containsEntry("maxClientCnxns", "60")
                .containsEntry("electionAlg", "3")
                .containsEntry("peerType", "0");
        assertThat(reply.voter()).isTrue();
        assertThat(reply.members())
                .containsExactly(
                        new EnsembleMember(1, "127.0.0.1", true, 21701),
                        new EnsembleMember(2, "127.0.0.1", true, 21702),
                        new EnsembleMember(3, "127.0.0.1", true, 21703),
                        new EnsembleMember(4, "127.0.0.1", false, 21704));
    }

    @Test
    void confOfAServerWithoutMembersHasNone() {
        ConfReply standalone = ConfParser.parse(Replies.read("standalone-3.9.5.conf"));

        assertThat(standalone.members()).isEmpty();
        assertThat(standalone.voter()).isNull();
        assertThat(ConfParser.parse("serverId=2\npeerType=1\n").voter()).isFalse();
    }

    @Test
    void membersAreReadInAllTheirForms() {
        String conf =
                """
                server.1=zoo1:2888:3888
                server.2=zoo2.example.com:2888:3888:observer
                server.3=[2001:db8::3]:2888:3888:participant;[::]:2181
                server.4=zoo4:2888:3888|zoo4-b:2889:3889:participant;2181
                server.5=zoo5:2888:3888:participant;zoo5-client:2182
                server.x=zoo6:2888:3888
                server.7=
                """;

        assertThat(ConfParser.parse(conf).members())
                .containsExactly(
                        new EnsembleMember(1, "zoo1", true, null),
                        new EnsembleMember(2, "zoo2.example.com", false, null),
                        new EnsembleMember(3, "2001:db8::3", true, 2181),
                        new EnsembleMember(4, "zoo4", true, 2181),
                        new EnsembleMember(5, "zoo5", true, 2182));
    }

    @Test
    void consHasEverySessionOfAServer() {
        List<ClientConnection> connections = ConsParser.parse(Replies.read("leader-3.9.5.cons"));

        assertThat(connections).hasSize(2);
        assertThat(connections.get(0).sessionId()).isNull();
        assertThat(connections.get(1))
                .isEqualTo(new ClientConnection(
                        "127.0.0.1:43432",
                        0L,
                        204L,
                        205L,
                        "0x300008a796a0000",
                        "PING",
                        Instant.ofEpochMilli(1795244990464L),
                        10_000L,
                        "0xca",
                        "0x100000192",
                        1L,
                        new Latency(0, 3, 60)));
    }

    @Test
    void consOfAnIpv6ClientKeepsItsWholeAddress() {
        assertThat(ConsParser.parse(" /[0:0:0:0:0:0:0:1]:54321[1](queued=0,recved=1,sent=0)\n"))
                .singleElement()
                .extracting(ClientConnection::address)
                .isEqualTo("[0:0:0:0:0:0:0:1]:54321");
    }

    @Test
    void enviHasTheServersProperties() {
        Map<String, String> properties = EnviParser.parse(Replies.read("leader-3.9.5.envi"));

        assertThat(properties)
                .containsEntry("java.version", "17.0.15")
                .containsEntry("java.compiler", "<NA>")
                .doesNotContainKey("Environment:");
    }

    @Test
    void ruokAndIsroAreReadWithoutALineEnd() {
        assertThat(RuokParser.parse(Replies.read("leader-3.9.5.ruok"))).isTrue();
        assertThat(RuokParser.parse("imo")).isFalse();
        assertThat(IsroParser.parse(Replies.read("leader-3.9.5.isro"))).isFalse();
        assertThat(IsroParser.parse("ro")).isTrue();
        assertThat(IsroParser.parse("null")).isNull();
    }

    @Test
    void adminServerTellsWhatSrvrAndMntrTell() {
        MntrReply monitor =
                AdminParser.monitor(Replies.read("observer-3.9.5.monitor.json")).orElseThrow();
        SrvrReply stats = AdminParser.serverStats(Replies.read("observer-3.9.5.server_stats.json"))
                .orElseThrow();

        assertThat(monitor.texts()).containsEntry("server_state", "observer").doesNotContainKey("command");
        assertThat(monitor.whole("znode_count")).isEqualTo(stats.znodes());
        assertThat(stats.mode()).isEqualTo("observer");
        assertThat(stats.version()).isEqualTo("3.9.5");
        assertThat(stats.zxid().epoch()).isEqualTo(1);
        assertThat(AdminParser.clientPort(Replies.read("observer-3.9.5.configuration.json")))
                .contains(21704);
    }

    @Test
    void adminServersErrorsAndForeignPagesTellNoFigures() {
        String notServing =
                "{\"command\":\"server_stats\",\"error\":\"This ZooKeeper instance is not currently serving requests\"}";

        assertThat(AdminParser.serverStats(notServing)).isEmpty();
        assertThat(AdminParser.monitor(notServing)).isEmpty();
        assertThat(AdminParser.error(notServing))
                .hasValueSatisfying(error -> assertThat(error).contains("not currently serving"));
        for (String page :
                List.of("", "<html></html>", "[]", "{}", "{\"command\":\"monitor\",\"error\":null}", "{\"a\":")) {
            assertThat(AdminParser.monitor(page)).as(page).isEmpty();
            assertThat(AdminParser.serverStats(page)).as(page).isEmpty();
            assertThat(AdminParser.clientPort(page)).as(page).isEmpty();
        }
    }

    @Test
    void prometheusPageOfAServerTellsFiguresAndAnotherProgramsPageNone() {
        MntrReply page =
                PrometheusParser.parse(Replies.read("observer-3.9.5.metrics")).orElseThrow();

        assertThat(page.values()).containsKeys("watch_count", "znode_count", "avg_latency", "uptime");
        assertThat(page.values().keySet()).noneMatch(name -> name.contains("{"));
        assertThat(PrometheusParser.parse("# HELP up up\nup 1\n")).isEmpty();
        assertThat(PrometheusParser.parse("<html>not found</html>\n")).isEmpty();
    }

    @Test
    void versionsOfAllSeriesAreShortened() {
        assertThat(ServerVersion.of("3.9.5-293c895a8d966a3ecb92872be4a1daf87d725da2, built on 2026-02-11 20:18 UTC"))
                .isEqualTo("3.9.5");
        assertThat(ServerVersion.of(
                        "3.5.4-beta-7f51e5b68cf2f80176ff944a9ebd2abbc65e7327, built on 05/11/2018 16:27 GMT"))
                .isEqualTo("3.5.4-beta");
        assertThat(ServerVersion.of("3.10.0-SNAPSHOT-abcdef, built on x")).isEqualTo("3.10.0-SNAPSHOT");
        assertThat(ServerVersion.of("unknown")).isNull();
        assertThat(ServerVersion.of(null)).isNull();
    }
}
