package io.conclave.kv.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.KvReason;
import io.conclave.kv.log.AppliedRecords;
import io.conclave.kv.log.BatchEncoder;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogIdentity;
import io.conclave.kv.log.LogRecord;
import io.conclave.kv.log.LogSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteJudgeTest {

    @TempDir
    Path folder;

    private final PendingState pending = new PendingState();
    private final BatchEncoder encoder = new BatchEncoder();
    private KvLog log;
    private WriteJudge judge;

    @BeforeEach
    void open() throws IOException {
        log = KvLog.open(new LogSettings(folder, new LogIdentity("c", "g1", 1)));
        judge = new WriteJudge(log, pending);
    }

    @AfterEach
    void close() throws IOException {
        log.close();
    }

    @Test
    void versionsRiseWithEachRecord() throws IOException {
        assertThat(result(write(null, key("a", "1"), key("b", "2"))).keys())
                .containsExactly(new KeyResult(true, 1), new KeyResult(true, 2));
        assertThat(result(write(null, key("a", "3"))).keys()).containsExactly(new KeyResult(true, 3));
    }

    @Test
    void aConditionIsJudgedByWhatWaitsAndByWhatIsApplied() throws IOException {
        result(write(null, key("a", "1")));
        assertThat(result(write(null, new KeyWrite(bytes("a"), bytes("2"), 1))).applied())
                .isTrue();
        assertThat(result(write(null, new KeyWrite(bytes("a"), bytes("3"), 1))))
                .isEqualTo(new WriteResult(false, List.of(new KeyResult(true, 2))));
        apply();
        assertThat(result(write(null, new KeyWrite(bytes("a"), bytes("4"), 2))).applied())
                .isTrue();
        assertThat(result(write(null, new KeyWrite(bytes("a"), null, KeyWrite.ANY)))
                        .keys())
                .containsExactly(new KeyResult(true, 4));
        assertThat(result(write(null, new KeyWrite(bytes("a"), bytes("5"), KeyWrite.ABSENT)))
                        .applied())
                .isTrue();
    }

    @Test
    void nothingOfABatchIsWrittenWhereOneConditionFails() throws IOException {
        result(write(null, key("a", "1")));
        WriteResult refused = result(write(null, key("b", "1"), new KeyWrite(bytes("a"), bytes("2"), KeyWrite.ABSENT)));
        assertThat(refused).isEqualTo(new WriteResult(false, List.of(new KeyResult(false, 0), new KeyResult(true, 1))));
        assertThat(judge.version()).isEqualTo(1);
    }

    @Test
    void aKeyThatIsNotThereIsDeletedWithoutARecord() throws IOException {
        assertThat(result(write(null, new KeyWrite(bytes("a"), null, KeyWrite.ANY))))
                .isEqualTo(new WriteResult(true, List.of(new KeyResult(false, 0))));
        assertThat(judge.version()).isZero();
    }

    @Test
    void aRepeatedCallGetsTheSameAnswerWhileItWaitsAndOnceItIsApplied() throws IOException {
        RequestIdentity call = new RequestIdentity(9, 1, 1);
        WriteResult first = result(write(call, key("a", "1"), key("b", "2")));
        assertThat(result(write(call, key("a", "1"), key("b", "2")))).isEqualTo(first);
        apply();
        assertThat(result(write(call, key("a", "1"), key("b", "2")))).isEqualTo(first);
        assertThat(judge.version()).isEqualTo(2);
    }

    @Test
    void aCallThatWasReportedAsAnsweredIsStale() throws IOException {
        result(write(new RequestIdentity(9, 1, 1), key("a", "1")));
        result(write(new RequestIdentity(9, 5, 5), key("a", "2")));
        apply();
        WriteJudge.Judgement judged = judge.judge(write(new RequestIdentity(9, 1, 1), key("a", "1")));
        assertThat(judged).isInstanceOf(WriteJudge.Refuses.class);
        assertThat(((WriteJudge.Refuses) judged).why().reason()).isEqualTo(KvReason.STALE_REQUEST);
    }

    private WriteResult result(Write write) throws IOException {
        WriteJudge.Judgement judged = judge.judge(write);
        if (judged instanceof WriteJudge.Answers answers) {
            return answers.result();
        }
        WriteJudge.Writes writes = (WriteJudge.Writes) judged;
        encoder.begin(log.lastPosition() + 1, 1, 1_000);
        for (LogRecord record : writes.records()) {
            encoder.add(record);
            pending.added(record);
        }
        log.append(encoder.finish());
        return writes.result();
    }

    private void apply() throws IOException {
        log.sync();
        AppliedRecords told = (position, batch, record) -> pending.applied(record);
        log.apply(log.lastPosition(), told);
    }

    private static Write write(RequestIdentity request, KeyWrite... keys) {
        return new Write(Arrays.asList(keys), request, 0);
    }

    private static KeyWrite key(String key, String value) {
        return new KeyWrite(bytes(key), bytes(value), KeyWrite.ANY);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
