package io.conclave.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutletTest {

    private final FakeTransport transport = new FakeTransport();
    private final AtomicLong nanos = new AtomicLong();
    private final Outlet outlet = new Outlet(transport, nanos::get);

    @Test
    void readerThatKeepsUpGetsEveryFrameInOrder() {
        for (int i = 0; i < 100; i++) {
            outlet.publish("t", "t" + i);
        }

        assertThat(transport.written).hasSize(100).startsWith("t0", "t1").endsWith("t99");
        assertThat(transport.paused).isFalse();
    }

    @Test
    void readerThatIsBehindGetsOnlyTheNewestFrameOfEachTopic() {
        transport.room = 1;
        outlet.publish("a", "a1");
        for (int i = 2; i <= 1000; i++) {
            outlet.publish("a", "a" + i);
            outlet.publish("b", "b" + i);
        }
        assertThat(transport.written).containsExactly("a1");

        transport.read(10);

        assertThat(transport.written).containsExactly("a1", "a1000", "b1000");
    }

    @Test
    void requestsOfAReaderThatIsBehindWaitUntilItHasCaughtUp() {
        transport.room = 1;
        outlet.reply("r1");
        assertThat(transport.paused).isTrue();
        outlet.publish("a", "a1");
        outlet.publish("b", "b1");

        transport.read(1);
        assertThat(transport.written).containsExactly("r1", "a1");
        assertThat(transport.paused).isTrue();

        transport.read(5);
        assertThat(transport.written).containsExactly("r1", "a1", "b1");
        assertThat(transport.paused).isFalse();
    }

    @Test
    void stallIsMeasuredFromTheLastProgress() {
        transport.room = 1;
        outlet.publish("a", "a1");
        outlet.publish("a", "a2");
        outlet.publish("b", "b2");
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(outlet.stalledFor()).isEqualTo(Duration.ofSeconds(20));

        transport.read(1);
        assertThat(outlet.stalledFor()).isZero();
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(outlet.stalledFor()).isEqualTo(Duration.ofSeconds(7));

        transport.read(10);
        nanos.addAndGet(Duration.ofSeconds(50).toNanos());
        assertThat(outlet.stalledFor()).isZero();
    }

    @Test
    void nothingIsSentAfterTheEnd() {
        transport.room = 1;
        outlet.publish("a", "a1");
        outlet.publish("a", "a2");

        outlet.close();
        transport.read(10);

        assertThat(transport.written).containsExactly("a1");
    }
}
