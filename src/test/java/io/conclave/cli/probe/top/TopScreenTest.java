package io.conclave.cli.probe.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.cli.probe.stream.Notice;
import io.conclave.cli.probe.stream.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopScreenTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final TopScreen screen = new TopScreen(ZoneOffset.UTC);
    private final TopModel model = new TopModel("http://127.0.0.1:8080/");
    private long seq;

    @BeforeEach
    void anEnsembleOfThree() {
        model.take(new Notice.Live("there"));
        take(
                "ensemble",
                """
                {'name':'课堂','leader':'zk2','quorum':{'voters':3,'needed':2,'up':3,'tolerates':1,'held':true},
                 'reading':{'pollMs':250,'metricsMs':2000},'nodes':[
                  {'id':'zk1','role':'follower','state':'serving','health':'healthy','zxid':'0x100000010',
                   'latencyMs':{'avg':0.42},'connections':6,'outstanding':0,'respondedAt':'2026-01-02T03:04:04.9Z'},
                  {'id':'zk2','role':'leader','state':'serving','health':'healthy','zxid':'0x100000011',
                   'latencyMs':{'avg':12},'connections':2,'outstanding':3,'respondedAt':'2026-01-02T03:04:04.9Z'},
                  {'id':'服务器三','role':'follower','state':'hung','health':'hung','zxid':null,'drained':true,
                   'latencyMs':null,'connections':null,'outstanding':null,'respondedAt':'2026-01-02T03:03:05Z'}]}
                """);
        take("counts", "{'files':{'zk1':5,'zk2':7},'bytes':{'zk1':20480,'zk2':1},'totalFiles':12,'totalBytes':20481}");
        take("plan", "{'reason':'below_threshold','message':'The difference is 2 files.','shouldMigrate':false}");
        take(
                "scheduler",
                "{'settings':{'enabled':true,'interval':15,'strategy':'file-count','threshold':5},'lastRound':'idle'}");
    }

    private void take(String topic, String body) {
        model.take(
                new Told("conclave." + topic, ++seq, NOW, new ControllerRef("controller-7", 2), NOW, true, (ObjectNode)
                        Json.parse(body.replace('\'', '"'))));
    }

    private List<String> drawn(int width, int height) {
        return screen.lines(model, NOW, width, height).stream()
                .map(AttributedString::toString)
                .map(String::stripTrailing)
                .toList();
    }

    private String text(int width, int height) {
        return drawn(width, height).stream().collect(Collectors.joining("\n"));
    }

    @Test
    void everythingThatIsKnownOfTheEnsembleIsOnIt() {
        assertThat(drawn(120, 0))
                .containsExactly(
                        "Conclave http://127.0.0.1:8080/  03:04:05  controller-7 epoch 2  live",
                        "课堂: zk2 leads, 3 of 3 voters serve, it takes 2, 1 more may fail",
                        "",
                        "NODE      ROLE               STATE    ZXID         LATENCY  CONN  WAIT  FILES    BYTES      HEARD",
                        "zk1       follower           serving  0x100000010  0.42 ms     6     0      5  20.0 KB      0.1 s",
                        "zk2       leader             serving  0x100000011    12 ms     2     3      7      1 B      0.1 s",
                        "服务器三  follower, drained  hung     -                  -     -     -      -        -  60 s old!",
                        "",
                        "PLAN  below_threshold  The difference is 2 files.",
                        "      on, each 15 s, file-count, threshold 5, last round idle");
    }

    @Test
    void aChineseCharacterTakesTwoColumnsSoThatTheTableStaysStraight() {
        List<AttributedString> lines = screen.lines(model, NOW, 200, 0).subList(3, 7);
        assertThat(lines)
                .extracting(AttributedString::columnLength)
                .containsOnly(lines.get(0).columnLength());
    }

    @Test
    void noLineIsWiderThanTheTerminalAndNoneTooMany() {
        for (int i = 0; i < 100; i++) {
            take("tasks", "{'id':%d,'status':'queued','payload':{'kind':'%s'}}".formatted(i, "索引".repeat(60)));
            take("operations", "{'id':%d,'action':'drain','actor':'rest','status':'ok'}".formatted(i));
        }
        for (int width = 1; width <= 130; width++) {
            for (int height = 1; height <= 60; height += 7) {
                List<AttributedString> lines = screen.lines(model, NOW, width, height);
                assertThat(lines).hasSizeLessThanOrEqualTo(height);
                int most = width;
                assertThat(lines).allMatch(line -> line.columnLength() <= most);
            }
        }
    }

    @Test
    void aNarrowTerminalShowsFewerColumnsAndEachWhole() {
        assertThat(drawn(60, 0).get(3))
                .contains("NODE", "ROLE", "STATE", "HEARD")
                .doesNotContain("BYTES", "WAIT");
        assertThat(drawn(24, 0).subList(3, 5)).allMatch(line -> line.length() <= 24);
        assertThat(drawn(24, 0).get(3)).startsWith("NODE      ROLE");
    }

    @Test
    void aLowTerminalGivesEachListARowBeforeAnyGetsTwo() {
        for (int i = 0; i < 20; i++) {
            take("tasks", "{'id':%d,'status':'queued','payload':{'kind':'index'}}".formatted(i));
            take("elections", "{'kind':'stopped','message':'zk%d is down.'}".formatted(i));
            take("operations", "{'id':%d,'action':'drain','actor':'rest','status':'ok'}".formatted(i));
        }
        String low = text(100, 20);
        assertThat(low).contains("ELECTIONS", "OPERATIONS", "TASKS", "zk19 is down.", "19 drain", "19 index");
        assertThat(low).doesNotContain("zk17 is down.");
    }

    @Test
    void aMigrationHasOneRowThatTellsHowFarItIs() {
        String body = "{'id':3,'name':'a.bin','from':'zk1','to':'zk2','bytes':200,'copiedBytes':%d,'step':'%s',"
                + "'reason':'drain'}";
        take("migrations", body.formatted(0, "planned"));
        take("migrations", body.formatted(110, "planned"));
        assertThat(text(120, 0)).contains("[#####-----]  55%  3 a.bin zk1 to zk2, 200 B: planned (drain)");
        take("migrations", body.formatted(200, "done"));
        assertThat(text(120, 0)).contains("[##########] 100%  3 a.bin").doesNotContain("55%");
    }

    @Test
    void whatIsOldIsMarked() {
        List<String> later = screen.lines(model, NOW.plusSeconds(90), 120, 0).stream()
                .map(AttributedString::toString)
                .toList();
        assertThat(later.get(0)).contains("news 90 s old!").doesNotContain("live");
        assertThat(later.get(4)).contains("90 s old!");
    }

    @Test
    void aLostConnectionIsToldUntilNewsComesAgain() {
        model.take(new Notice.Lost("the connection was closed", Duration.ofMillis(1_500)));
        assertThat(drawn(120, 0).get(1)).isEqualTo("the connection was closed; trying again in 1.5 s");
        model.take(new Notice.Live("there"));
        assertThat(drawn(120, 0).get(1)).contains("zk2 leads");
    }

    @Test
    void aClockHereThatIsWrongMakesNothingOld() {
        Instant wrong = NOW.plusSeconds(3_600);
        model.take(new Told(
                "conclave.counts", ++seq, NOW, new ControllerRef("controller-7", 2), wrong, false, Json.object()));
        List<String> lines = screen.lines(model, wrong, 120, 0).stream()
                .map(AttributedString::toString)
                .toList();
        assertThat(lines.get(4)).contains("0.1 s").doesNotContain("old!");
    }

    @Test
    void noLeaderAndNoQuorumAreSaidInWords() {
        take(
                "ensemble",
                "{'leader':null,'quorum':{'voters':3,'needed':2,'up':1,'tolerates':0,'held':false},'nodes':[]}");
        assertThat(text(120, 0)).contains("nobody leads, 1 of 3 voters serve, it takes 2, the quorum is lost");
    }

    @Test
    void nothingOnItActsOnTheTerminal() {
        String evil = "\\u001b[2J\\u202e\\n";
        take("plan", "{'reason':'%s','message':'%s'}".formatted(evil, evil));
        take(
                "ensemble",
                "{'name':'%1$s','leader':'%1$s','quorum':{'held':true},'nodes':[{'id':'%1$s','role':'%1$s'}]}"
                        .formatted(evil));
        take("migrations", "{'id':'%1$s','name':'%1$s','bytes':-5,'copiedBytes':7,'step':'%1$s'}".formatted(evil));
        model.take(new Notice.Lost("\u001b[2J", Duration.ofSeconds(1)));
        assertThat(drawn(300, 0))
                .allSatisfy(line -> assertThat(line.codePoints()).noneMatch(c -> c < ' ' || c == 0x202e));
    }

    @Test
    void nothingKnownIsAScreenToo() {
        assertThat(screen.lines(new TopModel("x"), NOW, 80, 24).get(1).toString())
                .isEqualTo("connecting");
    }
}
