package io.conclave.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Problem;
import io.conclave.controllers.Accession.Outcome;
import io.conclave.testing.RealZooKeeper;
import io.conclave.znodes.Coordination;
import io.conclave.znodes.SessionState;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The election on a real server, with a store and features that only keep count. */
class CandidacyIT {

    @RegisterExtension
    static final RealZooKeeper ZOOKEEPER = RealZooKeeper.ofServers(1);

    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ControllerPaths paths = new ControllerPaths(ZOOKEEPER.freshRoot());
    private final MemoryFence store = new MemoryFence();
    private final List<Breadcrumb> asked = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void makeZnodes() {
        ZOOKEEPER.create(paths.root(), "", CreateMode.PERSISTENT);
        ZOOKEEPER.create(paths.controllers(), "", CreateMode.PERSISTENT);
        ZOOKEEPER.create(paths.members(), "", CreateMode.PERSISTENT);
        ZOOKEEPER.create(paths.epoch(), "0", CreateMode.PERSISTENT);
        ZOOKEEPER.create(paths.cluster(), "this one", CreateMode.PERSISTENT);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    /** A store that takes an epoch where it is higher than all before, as the database does. */
    private static final class MemoryFence implements Fence {

        private final ConcurrentLinkedQueue<Long> asked = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> prepared = new ConcurrentLinkedQueue<>();
        private long epoch = 1;
        private String coordination;

        @Override
        public synchronized Future<Accepted> accepted() {
            return Future.succeededFuture(new Accepted(epoch, coordination));
        }

        @Override
        public Future<Void> prepare(String controller) {
            prepared.add(controller);
            return Future.succeededFuture();
        }

        @Override
        public synchronized Future<Void> raise(ControllerRef self, String from) {
            asked.add(self.epoch());
            if (self.epoch() <= epoch) {
                return Future.failedFuture(
                        Problem.conflict("fenced", epoch + " was accepted").asException());
            }
            epoch = self.epoch();
            coordination = from;
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> lower() {
            return Future.succeededFuture();
        }
    }

    /** Counts who acts. */
    private static final class CountingOffice implements Office {

        private volatile ControllerRef acting;
        private volatile boolean rehearsed;

        @Override
        public Future<Void> rehearse() {
            rehearsed = true;
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> begin(ControllerRef self) {
            acting = self;
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> end() {
            acting = null;
            return Future.succeededFuture();
        }
    }

    private final class Controller implements AutoCloseable {

        private final Coordination coordination = new Coordination("test", ZOOKEEPER.connectString(), SESSION);
        private final CountingOffice office = new CountingOffice();
        private final Candidacy candidacy;
        private volatile Standing standing;
        private volatile Roster roster = Roster.EMPTY;

        Controller(String id) {
            candidacy = new Candidacy(
                    coordination,
                    paths,
                    id,
                    "http://" + id,
                    office,
                    store,
                    this::ask,
                    Clock.systemUTC(),
                    System::nanoTime,
                    now -> standing = now,
                    now -> roster = now);
            opened.add(this);
            candidacy.open();
        }

        private Future<Boolean> ask(Breadcrumb left, long epoch) {
            asked.add(left);
            return Future.succeededFuture(false);
        }

        long awaitActive() {
            await().atMost(SOON).until(() -> office.acting != null && candidacy.mayAct());
            return office.acting.epoch();
        }

        void awaitStanding(Class<? extends Standing> kind) {
            await().atMost(SOON).until(() -> kind.isInstance(standing));
        }

        void end() throws Exception {
            candidacy.close().await(10, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws Exception {
            end();
        }
    }

    private Coordination contact() {
        Coordination coordination = new Coordination("test", ZOOKEEPER.connectString(), SESSION);
        opened.add(coordination);
        coordination.open();
        await().atMost(SOON).until(() -> coordination.state() instanceof SessionState.Connected);
        return coordination;
    }

    private Future<Outcome> accede(Coordination by, String id, boolean adopts) {
        return by.ask(client -> new Accession(
                        client,
                        paths,
                        id,
                        "http://" + id,
                        store,
                        (left, epoch) -> Future.succeededFuture(false),
                        adopts)
                .begin());
    }

    private Outcome accede(boolean adopts) throws Exception {
        return accede(contact(), "a", adopts).await(20, TimeUnit.SECONDS);
    }

    @Test
    void aThousandRacingCandidatesGetDistinctRisingEpochs() throws Exception {
        List<Coordination> contacts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            contacts.add(contact());
        }
        List<Long> taken = new ArrayList<>();
        int missed = 0;
        for (int round = 0; round < 250; round++) {
            List<Future<Outcome>> race = new ArrayList<>();
            for (int i = 0; i < contacts.size(); i++) {
                race.add(accede(contacts.get(i), "c" + i, false));
            }
            for (Future<Outcome> candidate : race) {
                Outcome outcome = candidate.await(20, TimeUnit.SECONDS);
                if (outcome instanceof Outcome.Taken success) {
                    taken.add(success.epoch());
                } else {
                    missed++;
                }
            }
        }

        assertThat(taken.size() + missed).isEqualTo(1_000);
        assertThat(taken).hasSizeGreaterThanOrEqualTo(250).doesNotHaveDuplicates();
        assertThat(List.copyOf(store.asked)).as("every epoch that was claimed").doesNotHaveDuplicates();
        assertThat(ZOOKEEPER.text(paths.epoch())).contains(String.valueOf(store.epoch));
    }

    @Test
    void orderlyEndTakesTheBreadcrumbAwaySoThatNobodyIsFenced() throws Exception {
        Controller first = new Controller("a");
        long epoch = first.awaitActive();
        Controller second = new Controller("b");
        second.awaitStanding(Standing.Standby.class);
        assertThat(ZOOKEEPER.text(paths.breadcrumb()).orElseThrow()).contains("\"id\":\"a\"");
        first.end();

        assertThat(second.awaitActive()).isEqualTo(epoch + 1);
        assertThat(first.office.acting).isNull();
        assertThat(asked).isEmpty();
    }

    @Test
    void standbyHasMadeTheStoreReadyBeforeItIsItsTurnAndDoesAgainAfterIt() throws Exception {
        Controller first = new Controller("a");
        first.awaitActive();
        assertThat(store.prepared).isEmpty();
        Controller second = new Controller("b");
        await().atMost(SOON).until(() -> store.prepared.contains("b") && second.office.rehearsed);
        assertThat(second.office.acting).isNull();
        first.candidacy.stepDown(null, "by a test").await(5, TimeUnit.SECONDS);
        second.awaitActive();

        await().atMost(SOON).until(() -> store.prepared.contains("a"));
    }

    @Test
    void lockIsGivenBackInOrderThoughTheBreadcrumbHasBecomeAnothers() throws Exception {
        Controller first = new Controller("a");
        long epoch = first.awaitActive();
        ZOOKEEPER.set(paths.breadcrumb(), "{\"version\":1,\"id\":\"other\",\"epoch\":9,\"url\":\"http://other\"}");
        first.end();

        assertThat(ZOOKEEPER.stat(paths.lock())).isEmpty();
        assertThat(ZOOKEEPER.text(paths.breadcrumb()).orElseThrow()).contains("other");
        assertThat(new Controller("b").awaitActive()).isGreaterThan(epoch);
        assertThat(asked).extracting(Breadcrumb::id).containsExactly("other");
    }

    @Test
    void forerunnerThatLeftItsBreadcrumbIsAskedAndThenFencedByTheStore() {
        ZOOKEEPER.create(
                paths.breadcrumb(),
                "{\"version\":1,\"id\":\"gone\",\"epoch\":4,\"url\":\"http://gone\"}",
                CreateMode.PERSISTENT);
        ZOOKEEPER.set(paths.epoch(), "4");

        assertThat(new Controller("a").awaitActive()).isEqualTo(5);
        assertThat(asked).containsExactly(new Breadcrumb("gone", 4, "http://gone"));
        assertThat(store.epoch).isEqualTo(5);
    }

    @Test
    void whoStepsDownLeavesTheOfficeToAnotherAndStandsByAgain() throws Exception {
        Controller first = new Controller("a");
        long epoch = first.awaitActive();
        Controller second = new Controller("b");
        second.awaitStanding(Standing.Standby.class);
        first.candidacy.stepDown(epoch, "of the same epoch").await(5, TimeUnit.SECONDS);
        assertThat(first.office.acting).as("a successor has a higher epoch").isNotNull();
        first.candidacy.stepDown(null, "by a test").await(5, TimeUnit.SECONDS);

        assertThat(second.awaitActive()).isEqualTo(epoch + 1);
        first.awaitStanding(Standing.Standby.class);
        await().atMost(SOON)
                .until(() -> first.roster.active() != null
                        && first.roster.active().id().equals("b"));
    }

    @Test
    void lostSessionEndsTheTermAndANewOneBringsANewEpoch() {
        Controller first = new Controller("a");
        long epoch = first.awaitActive();
        first.coordination.renewSession();

        await().atMost(SOON).until(() -> first.office.acting != null && first.office.acting.epoch() > epoch);
    }

    @Test
    void deletedLockEndsTheTermThoughTheSessionLives() {
        Controller first = new Controller("a");
        long epoch = first.awaitActive();
        ZOOKEEPER.delete(paths.lock());

        await().atMost(SOON).until(() -> first.office.acting != null && first.office.acting.epoch() > epoch);
    }

    @Test
    void secondControllerOfOneNameTakesNoPartAndSaysWhy() {
        new Controller("a").awaitActive();
        Controller twin = new Controller("a");

        await().atMost(SOON)
                .until(() -> twin.standing instanceof Standing.Detached detached
                        && detached.reason() == StandingReason.ID_TAKEN);
        assertThat(twin.office.acting).isNull();
    }

    @Test
    void damagedBreadcrumbIsRefusedAndActedOnOnceItIsMended() {
        ZOOKEEPER.create(paths.breadcrumb(), "\u0000nonsense", CreateMode.PERSISTENT);
        Controller first = new Controller("a");
        await().atMost(SOON)
                .until(() -> first.standing instanceof Standing.Detached detached
                        && detached.reason() == StandingReason.BREADCRUMB_DAMAGED
                        && detached.detail().contains(paths.breadcrumb()));
        assertThat(first.office.acting).isNull();
        ZOOKEEPER.delete(paths.breadcrumb());

        first.awaitActive();
    }

    @Test
    void breadcrumbOfANewerVersionIsRefused() throws Exception {
        ZOOKEEPER.create(paths.breadcrumb(), "{\"version\":9}", CreateMode.PERSISTENT);

        assertThat(accede(false)).isInstanceOfSatisfying(Outcome.Missed.class, missed -> assertThat(missed.reason())
                .isEqualTo(StandingReason.BREADCRUMB_NEWER));
        assertThat(store.asked).isEmpty();
    }

    @Test
    void ensembleThatTheDatabaseDoesNotKnowIsRefusedUntilItIsAdopted() throws Exception {
        store.epoch = 40;
        store.coordination = "another one";
        assertThat(accede(false)).isInstanceOfSatisfying(Outcome.Missed.class, missed -> assertThat(missed.reason())
                .isEqualTo(StandingReason.COORDINATION_CHANGED));

        assertThat(accede(true)).isEqualTo(new Outcome.Taken(41));
        assertThat(store.coordination).isEqualTo("this one");
    }

    @Test
    void ensembleWhoseEpochWentDownIsRefused() throws Exception {
        store.epoch = 40;
        store.coordination = "this one";

        assertThat(accede(false)).isInstanceOfSatisfying(Outcome.Missed.class, missed -> assertThat(missed.detail())
                .contains("epoch 40")
                .contains(paths.epoch() + " is 0"));
    }

    @Test
    void databaseThatWasUsedAloneBeforeGoesOnBehindItsOwnEpoch() throws Exception {
        store.epoch = 40;

        assertThat(accede(false)).isEqualTo(new Outcome.Taken(41));
    }
}
