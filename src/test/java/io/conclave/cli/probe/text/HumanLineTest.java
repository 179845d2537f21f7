package io.conclave.cli.probe.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.cli.probe.stream.Told;
import io.conclave.web.stream.PublicTopics;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanLineTest {

    private static Told told(String topic, String body) {
        return new Told(
                topic,
                17,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                new ControllerRef("c", 1),
                Instant.EPOCH,
                false,
                (ObjectNode) Json.parse(body.replace('\'', '"')));
    }

    private static String line(String topic, String body) {
        return new MessagePrinter(MessageFormat.HUMAN, false, ZoneOffset.UTC).line(told(topic, body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "conclave.ensemble | {'leader':'zk2','quorum':{'voters':3,'needed':2,'up':2,'tolerates':0,'held':true},"
                        + "'nodes':[{'id':'zk1','role':'down','health':'down','zxid':null},"
                        + "{'id':'zk2','role':'leader','health':'healthy','zxid':'0x5'}]}"
                        + " | zk2 leads, 2 of 3 voters serve, 0 more may fail; zk1 down zk2 leader 0x5",
                "conclave.ensemble | {'leader':null,'quorum':{'voters':3,'needed':2,'up':1,'tolerates':0,'held':false},"
                        + "'nodes':[]} | nobody leads, 1 of 3 voters serve, 0 more may fail; the quorum is lost;",
                "conclave.counts | {'files':{'zk1':2},'bytes':{'zk1':2048},'totalFiles':2,'totalBytes':2048}"
                        + " | 2 files, 2.0 KB; zk1 2 (2.0 KB)",
                "conclave.plan | {'reason':'drain','message':'zk1 is drained.','shouldMigrate':true}"
                        + " | drain: zk1 is drained.",
                "conclave.migrations | {'id':7,'name':'报告.pdf','from':'zk1','to':'zk2','bytes':10,'step':'done',"
                        + "'reason':'migrate'} | 7 报告.pdf zk1 to zk2, 10 B: done (migrate)",
                "conclave.operations | {'id':3,'action':'drain','node':'zk2','actor':'rest','status':'ok',"
                        + "'durationMs':12} | 3 drain zk2 by rest: ok, 12 ms",
                "conclave.tasks | {'id':3,'status':'queued','payload':{'kind':'index'}} | 3 index: queued",
                "conclave.elections | {'kind':'quorum_lost','message':'No leader.'} | No leader.",
                "conclave.logs | {'node':'zk1','line':'INFO x','leftOut':3} | zk1 INFO x (3 lines before it left out)",
                "conclave.unheard | {'a':1,'b':[1,2],'c':{'d':1},'e':null} | a=1 b=[2] c={1} e=null",
            })
    void aMessageIsOneLineWithWhatMattersOfIt(String topic, String body, String expected) {
        assertThat(line(topic, body)).endsWith(" #17    " + expected).startsWith("03:04:05.678  ");
    }

    @Test
    void noNameCanActOnTheTerminalInAnyFormat() {
        String evil = "{'id':7,'name':'\\u001b]0;owned\\u0007\\u202e\\u009b2J\\nx','from':'zk1','to':'zk2','bytes':1,"
                + "'step':'\\u001b[2J','reason':'\\r'}";
        for (MessageFormat format : MessageFormat.values()) {
            String line = new MessagePrinter(format, false, ZoneOffset.UTC).line(told("conclave.migrations", evil));
            assertThat(line.codePoints())
                    .as("%s", format)
                    .noneMatch(c -> c < ' ' || c >= 0x7f && c < 0xa0 || c == 0x202e);
        }
        assertThat(line("conclave.\u001b[2J", "{'\\u001b[2J':'\\u202e'}")).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void aMessageOfAnyShapeIsStillALine() {
        for (String topic : PublicTopics.ALL.stream().map(t -> t.address()).toList()) {
            for (String body : List.of(
                    "{}",
                    "{'leader':7,'quorum':[],'nodes':{'a':1},'groups':'x','files':[1],'bytes':null,'payload':3,"
                            + "'settings':false,'id':{},'name':[],'step':1e9,'status':null,'message':{'x':1}}")) {
                assertThat(line(topic, body)).as(topic).isNotBlank().doesNotContain("\n");
            }
        }
    }

    @Test
    void colouredLinesHaveTheSameTextAndOnlyColoursBesides() {
        String coloured = new MessagePrinter(MessageFormat.HUMAN, true, ZoneOffset.UTC)
                .line(told("conclave.tasks", "{'id':3,'status':'failed','payload':{'kind':'index'}}"));
        assertThat(coloured).contains("\u001b[");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(line("conclave.tasks", "{'id':3,'status':'failed','payload':{'kind':'index'}}"));
    }

    @Test
    void rawIsTheFrameAsItCame() {
        assertThat(new MessagePrinter(MessageFormat.RAW, false, ZoneOffset.UTC)
                        .line(told("conclave.tasks", "{'id':3}")))
                .isEqualTo("{\"type\":\"rec\",\"address\":\"conclave.tasks\",\"body\":{\"id\":3,\"seq\":17,"
                        + "\"at\":\"2026-01-02T03:04:05.678Z\",\"controller\":{\"id\":\"c\",\"epoch\":1}}}");
    }
}
