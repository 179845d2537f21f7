package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SrvrParserTest {

    private static final String LEADER = Replies.read("leader-3.9.5.srvr");

    @Test
    void everyFieldOfALeaderIsRead() {
        SrvrReply reply = SrvrParser.parse(LEADER);

        assertThat(reply.version()).isEqualTo("3.9.5");
        assertThat(reply.mode()).isEqualTo("leader");
        assertThat(reply.readOnly()).isFalse();
        assertThat(reply.latency()).isEqualTo(new Latency(0, 3.1527, 60));
        assertThat(reply.received()).isEqualTo(214);
        assertThat(reply.sent()).isEqualTo(216);
        assertThat(reply.connections()).isEqualTo(2);
        assertThat(reply.outstanding()).isZero();
        assertThat(reply.zxid()).isEqualTo(new Zxid(0x100000192L));
        assertThat(reply.zxid().epoch()).isEqualTo(1);
        assertThat(reply.zxid().counter()).isEqualTo(0x192);
        assertThat(reply.znodes()).isEqualTo(405);
        assertThat(reply.proposalSizes()).isEqualTo(new SrvrReply.ProposalSizes(200, 48, 200));
        assertThat(reply.clients()).isEmpty();
    }

    @Test
    void modesOfEveryKindOfServerAreRead() {
        assertThat(SrvrParser.parse(Replies.read("follower-3.9.5.srvr")).mode()).isEqualTo("follower");
        assertThat(SrvrParser.parse(Replies.read("observer-3.9.5.srvr")).mode()).isEqualTo("observer");
        assertThat(SrvrParser.parse(Replies.read("standalone-3.9.5.srvr")).mode())
                .isEqualTo("standalone");
    }

    @Test
    void averagesOfOldServersAreWholeNumbersAndTheirVersionHasARevision() {
        SrvrReply reply = SrvrParser.parse(
                """
                Zookeeper version: 3.4.6-1569965, built on 02/20/2014 09:09 GMT
                Latency min/avg/max: 0/1/42
                Received: 17
                Sent: 16
                Connections: 1
                Outstanding: 0
                Zxid: 0x0
                Mode: standalone
                Node count: 4
                """);

        assertThat(reply.version()).isEqualTo("3.4.6");
        assertThat(reply.latency()).isEqualTo(new Latency(0, 1, 42));
        assertThat(reply.zxid()).isEqualTo(new Zxid(0));
        assertThat(reply.proposalSizes()).isNull();
    }

    @Test
    void zxidWithItsHighestBitSetIsReadUnsigned() {
        Zxid zxid = SrvrParser.parse("Zxid: 0xffffffff00000001\n").zxid();

        assertThat(zxid.epoch()).isEqualTo(0xffffffffL);
        assertThat(zxid.counter()).isEqualTo(1);
        assertThat(zxid.text()).isEqualTo("0xffffffff00000001");
    }

    @Test
    void statHasTheClientsBesides() {
        SrvrReply reply = SrvrParser.parse(Replies.read("leader-3.9.5.stat"));

        assertThat(reply.mode()).isEqualTo("leader");
        assertThat(reply.clients()).hasSize(2);
        assertThat(reply.clients().get(0).address()).startsWith("127.0.0.1:");
    }

    @Test
    void readOnlyServerIsRecognised() {
        SrvrReply reply =
                SrvrParser.parse("READ-ONLY mode; serving only read-only clients\nMode: read-only\nNode count: 5\n");

        assertThat(reply.readOnly()).isTrue();
        assertThat(reply.mode()).isEqualTo("read-only");
    }

    @Test
    void carriageReturnsAndUnknownLinesDoNotMatter() {
        String text = "Shoe size: 43\r\n" + LEADER.replace("\n", "\r\n") + "\r\nfree text\r\n";

        assertThat(SrvrParser.parse(text)).isEqualTo(SrvrParser.parse(LEADER));
    }

    @Test
    void everyBeginningOfAReplyTellsNothingFalse() {
        SrvrReply whole = SrvrParser.parse(LEADER);
        for (int end = 0; end < LEADER.length(); end++) {
            SrvrReply part = SrvrParser.parse(LEADER.substring(0, end));

            assertThat(part.received()).isIn(null, whole.received());
            assertThat(part.connections()).isIn(null, whole.connections());
            assertThat(part.zxid()).isIn(null, whole.zxid());
            assertThat(part.znodes()).isIn(null, whole.znodes());
            assertThat(part.mode()).isIn(null, whole.mode());
            assertThat(part.latency()).isIn(null, whole.latency());
        }
    }

    @Test
    void damagedNumbersAreAbsentAndNotZero() {
        SrvrReply reply = SrvrParser.parse(
                "Latency min/avg/max: 0/NaN/5\nReceived: many\nConnections: 99999999999999999999\nZxid: 0xZZ\nNode count: \n");

        assertThat(reply.latency()).isNull();
        assertThat(reply.received()).isNull();
        assertThat(reply.connections()).isNull();
        assertThat(reply.zxid()).isNull();
        assertThat(reply.znodes()).isNull();
    }
}
