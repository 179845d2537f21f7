package io.conclave.cli.probe.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final Mailbox mailbox = new Mailbox(Set.of("conclave.plan"));

    private static Told told(String topic, long seq) {
        return new Told(topic, seq, Instant.EPOCH, new ControllerRef("c", 1), Instant.EPOCH, false, Json.object());
    }

    private List<FeedItem> all() throws InterruptedException {
        List<FeedItem> all = new ArrayList<>();
        for (FeedItem item = mailbox.take(Duration.ZERO); item != null; item = mailbox.take(Duration.ZERO)) {
            all.add(item);
        }
        return all;
    }

    @Test
    void whileTheReaderKeepsUpEveryMessageIsHandedOver() throws InterruptedException {
        for (int seq = 1; seq <= 20; seq++) {
            mailbox.offer(told("conclave.plan", seq));
        }
        assertThat(all()).hasSize(20);
        assertThat(mailbox.conflated()).isZero();
    }

    @Test
    void ofAStateOnlyTheNewestIsKeptForAReaderThatIsSlow() throws InterruptedException {
        for (int seq = 1; seq <= 100_000; seq++) {
            mailbox.offer(told("conclave.plan", seq));
        }
        List<FeedItem> all = all();
        assertThat(all).hasSizeLessThanOrEqualTo(Mailbox.MOST_BEFORE_CONFLATING);
        assertThat(((Told) all.get(all.size() - 1)).seq()).isEqualTo(100_000);
        assertThat(mailbox.conflated()).isPositive();
    }

    @Test
    void rowsThatFindNoRoomAreCountedAndTheReaderIsToldBehindThoseThatDid() throws InterruptedException {
        for (int seq = 1; seq <= Mailbox.MOST + 7; seq++) {
            mailbox.offer(told("conclave.tasks", seq));
        }
        List<FeedItem> all = all();
        assertThat(all).hasSize(Mailbox.MOST + 1);
        assertThat(all.get(Mailbox.MOST)).isEqualTo(new Notice.Dropped("conclave.tasks", 7));
        assertThat(((Notice) all.get(Mailbox.MOST)).sentence())
                .isEqualTo("7 of conclave.tasks dropped: the output is too slow");
    }

    @Test
    void theEndIsHandedOverEvenWhereThereIsNoRoom() throws InterruptedException {
        for (int seq = 1; seq <= Mailbox.MOST; seq++) {
            mailbox.offer(told("conclave.tasks", seq));
        }
        mailbox.end();
        List<FeedItem> all = all();
        assertThat(all.get(all.size() - 1)).isEqualTo(new FeedItem.Ended(null));
    }

    @Test
    void whoPutsInsteadOfOfferingWaitsAndLosesNothing() throws Exception {
        Thread writer = new Thread(() -> {
            try {
                for (int seq = 1; seq <= Mailbox.MOST * 2; seq++) {
                    mailbox.put(told("conclave.plan", seq));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        writer.start();
        for (int seq = 1; seq <= Mailbox.MOST * 2; seq++) {
            assertThat(((Told) mailbox.take(Duration.ofSeconds(10))).seq()).isEqualTo(seq);
        }
        writer.join();
    }

    @Test
    void nothingIsTakenFromAnEmptyOneWithinTheLimit() throws InterruptedException {
        assertThat(mailbox.take(Duration.ofMillis(5))).isNull();
    }
}
