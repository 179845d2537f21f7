package io.conclave.kv.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.kv.log.SessionRow.KeyResult;
import io.conclave.kv.log.SessionRow.Result;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fault 28: a repeated call is answered and not done again. */
class SessionsTest {

    private static final long AT_MS = 1_700_000_000_000L;

    private final Sessions sessions = new Sessions();

    @Test
    void aCallThatIsNotKnownIsUnheardAndOneThatIsKnownIsAnswered() {
        assertThat(sessions.find(new RequestIdentity(7, 1, 1))).isEqualTo(new Sessions.Unheard());
        sessions.applied(new RequestIdentity(7, 1, 1), AT_MS, true, 40);
        sessions.applied(new RequestIdentity(7, 1, 1), AT_MS, false, 41);
        sessions.applied(new RequestIdentity(7, 3, 1), AT_MS, true, 42);
        assertThat(sessions.find(new RequestIdentity(7, 1, 1)))
                .isEqualTo(new Sessions.Answered(List.of(new KeyResult(true, 40), new KeyResult(false, 41))));
        assertThat(sessions.find(new RequestIdentity(7, 2, 1))).isEqualTo(new Sessions.Unheard());
        assertThat(sessions.find(new RequestIdentity(8, 1, 1))).isEqualTo(new Sessions.Unheard());
    }

    @Test
    void aCallBelowTheFirstIncompleteOneIsStaleAndItsAnswerForgotten() {
        for (int number = 1; number <= 50; number++) {
            sessions.applied(new RequestIdentity(7, number, number - 1), AT_MS, true, number);
        }
        assertThat(sessions.find(new RequestIdentity(7, 48, 1))).isEqualTo(new Sessions.Stale());
        assertThat(sessions.find(new RequestIdentity(7, 49, 1))).isInstanceOf(Sessions.Answered.class);
        assertThat(sessions.rows().get(0).results()).hasSize(2);
    }

    @Test
    void answersThatComeOutOfOrderAreAllFound() {
        for (int number : new int[] {9, 2, 30, 1, 17, 3, 29, 11, 5}) {
            sessions.applied(new RequestIdentity(7, number, 1), AT_MS, true, number);
        }
        for (int number : new int[] {1, 2, 3, 5, 9, 11, 17, 29, 30}) {
            assertThat(sessions.find(new RequestIdentity(7, number, 1)))
                    .isEqualTo(new Sessions.Answered(List.of(new KeyResult(true, number))));
        }
        sessions.applied(new RequestIdentity(7, 4, 4), AT_MS, true, 4);
        assertThat(sessions.rows().get(0).results())
                .extracting(Result::number)
                .containsExactly(4L, 5L, 9L, 11L, 17L, 29L, 30L);
    }

    @Test
    void aClientThatReportsNothingAsAnsweredLosesItsOldestAnswers() {
        for (int number = 1; number <= Sessions.MAX_RESULTS + 5; number++) {
            sessions.applied(new RequestIdentity(7, number, 1), AT_MS, true, number);
        }
        assertThat(sessions.find(new RequestIdentity(7, 5, 1))).isEqualTo(new Sessions.Stale());
        assertThat(sessions.find(new RequestIdentity(7, 6, 1))).isInstanceOf(Sessions.Answered.class);
    }

    @Test
    void theClientThatWasNotHeardForTheLongestTimeGoesFirst() {
        for (int client = 1; client <= Sessions.MAX_CLIENTS; client++) {
            sessions.applied(new RequestIdentity(client, 1, 1), AT_MS, true, 1);
        }
        sessions.applied(new RequestIdentity(1, 2, 1), AT_MS, true, 1);
        sessions.applied(new RequestIdentity(-1, 1, 1), AT_MS, true, 1);
        assertThat(sessions.clients()).isEqualTo(Sessions.MAX_CLIENTS);
        assertThat(sessions.find(new RequestIdentity(2, 1, 1))).isEqualTo(new Sessions.Unheard());
        assertThat(sessions.find(new RequestIdentity(1, 1, 1))).isInstanceOf(Sessions.Answered.class);
    }

    @Test
    void clientsThatWereNotHeardForLongAreForgottenByTheTimeOfTheLog() {
        sessions.applied(new RequestIdentity(1, 1, 1), AT_MS, true, 1);
        sessions.applied(new RequestIdentity(2, 1, 1), AT_MS + Sessions.FORGOTTEN_AFTER_MS, true, 1);
        assertThat(sessions.clients()).isEqualTo(2);
        sessions.applied(new RequestIdentity(2, 2, 1), AT_MS + Sessions.FORGOTTEN_AFTER_MS + 1, true, 1);
        assertThat(sessions.clients()).isEqualTo(1);
    }

    @Test
    void rowsOfAnotherLogAddToWhatIsKnown() {
        sessions.applied(new RequestIdentity(7, 3, 1), AT_MS, true, 30);
        SessionRow other = new SessionRow(7, 2, AT_MS + 1, List.of(result(2, 200), result(3, 300), result(4, 400)));
        ByteBuffer bytes = ByteBuffer.allocate(SessionRowFormat.bytes(other));
        SessionRowFormat.put(other, bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        sessions.merge(SessionRowFormat.get(bytes.flip()));
        assertThat(sessions.rows())
                .containsExactly(
                        new SessionRow(7, 2, AT_MS + 1, List.of(result(2, 200), result(3, 30), result(4, 400))));
        assertThat(sessions.find(new RequestIdentity(7, 1, 1))).isEqualTo(new Sessions.Stale());
    }

    private static Result result(long number, long version) {
        return new Result(number, List.of(new KeyResult(true, version)));
    }
}
