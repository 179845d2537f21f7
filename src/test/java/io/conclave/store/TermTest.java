package io.conclave.store;

import static io.conclave.store.StoreRows.inserting;
import static io.conclave.store.StoreRows.problem;
import static io.conclave.store.StoreRows.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Terms of a controller on a database that stays open, on each engine. */
@ParameterizedClass
@EnumSource(StoreEngine.class)
class TermTest {

    @Parameter
    StoreEngine engine;

    @TempDir
    Path folder;

    private SqlDatabase database;

    @BeforeEach
    void open() {
        database = SqlDatabase.open(engine.fresh(folder));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void standbyReadsAndSaysWhoIsActiveInsteadOfWriting() throws Exception {
        Future<String> early = database.write(inserting("f1"));
        assertThat(problem(early)).isEqualTo("standby");
        assertThat(((ProblemException) early.cause()).problem().detail()).contains("none is active yet");

        result(database.beginTerm(new ControllerRef("c7", 7)));
        assertThat(result(database.write(inserting("f2")))).isEqualTo("f2");
        result(database.endTerm());

        Future<String> late = database.write(inserting("f3"));
        assertThat(problem(late)).isEqualTo("standby");
        assertThat(((ProblemException) late.cause()).problem())
                .satisfies(said -> assertThat(said.status()).isEqualTo(503))
                .satisfies(said -> assertThat(said.detail()).contains("controller c7 with epoch 7"));
        assertThat(this.<Long>read(tx -> tx.files().count())).isEqualTo(1);
        assertThat(database.term()).isEmpty();
    }

    @Test
    void termEndsAfterTheWritesThatItWasHanded() throws Exception {
        result(database.beginTerm(new ControllerRef("c1", 1)));
        List<Future<String>> handed = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            handed.add(database.write(inserting("f" + i)));
        }

        Future<Void> ended = database.endTerm();
        assertThat(problem(database.write(inserting("late")))).isEqualTo("standby");
        result(ended);

        assertThat(handed).allMatch(Future::succeeded);
        assertThat(this.<Long>read(tx -> tx.files().count())).isEqualTo(300);
    }

    @Test
    void epochNeverGoesDownAndIsNotGivenToTwo() throws Exception {
        result(database.beginTerm(new ControllerRef("c1", 5)));
        result(database.endTerm());

        assertThat(problem(database.beginTerm(new ControllerRef("c2", 4)))).isEqualTo("fenced");
        assertThat(problem(database.beginTerm(new ControllerRef("c2", 5)))).isEqualTo("fenced");
        result(database.beginTerm(new ControllerRef("c1", 5)));
        result(database.beginTerm(new ControllerRef("c2", 6)));

        EpochRow accepted = read(tx -> tx.epoch().accepted());
        assertThat(accepted.epoch()).isEqualTo(6);
        assertThat(accepted.controller()).isEqualTo("c2");
    }

    @Test
    void whatIsWrittenWithTheBeginningIsThereWithTheTermOrNeitherIs() throws Exception {
        ControllerRef self = new ControllerRef("c7", 7);
        Future<Void> broken = database.beginTerm(self, tx -> {
            tx.files().insert(StoreRows.file("f1"));
            throw new IllegalStateException("not this time");
        });
        assertThat(broken.transform(ended -> Future.succeededFuture(ended.failed()))
                        .await(10, TimeUnit.SECONDS))
                .isTrue();
        assertThat(database.term()).isEmpty();
        assertThat(this.<Long>read(tx -> tx.epoch().accepted().epoch())).isLessThan(7);
        assertThat(this.<Long>read(tx -> tx.files().count())).isZero();

        result(database.beginTerm(self, tx -> {
            tx.files().insert(StoreRows.file("f2"));
            return null;
        }));

        assertThat(database.term()).contains(self);
        assertThat(this.<Long>read(tx -> tx.files().count())).isEqualTo(1);
    }

    @Test
    void standbyThatIsPreparedForATermHasNotBegunIt() throws Exception {
        long before = this.<Long>read(tx -> tx.epoch().accepted().epoch());
        result(database.prepareTerm("c1"));

        assertThat(database.term()).isEmpty();
        assertThat(problem(database.write(inserting("f1")))).isEqualTo("standby");
        assertThat(this.<Long>read(tx -> tx.epoch().accepted().epoch())).isEqualTo(before);
    }

    @Test
    void candidateThatNobodyCoordinatesGetsTheNextEpoch() throws Exception {
        assertThat(result(database.beginTerm("c1"))).isEqualTo(new ControllerRef("c1", 2));
        result(database.endTerm());
        assertThat(result(database.beginTerm("c1"))).isEqualTo(new ControllerRef("c1", 3));
        assertThat(database.term()).contains(new ControllerRef("c1", 3));
    }

    @Test
    void writerThatFindsAHigherEpochIsToldOnceAndStandsBy() throws Exception {
        List<ControllerRef> told = new ArrayList<>();
        database.onFenced(told::add);
        result(database.beginTerm(new ControllerRef("c1", 1)));
        result(database.write(tx -> tx.epoch().raise(2, "c2", StoreRows.NOW)));

        Future<String> first = database.write(inserting("f1"));
        assertThat(problem(first)).isEqualTo("fenced");
        assertThat(problem(database.write(inserting("f2")))).isEqualTo("standby");

        assertThat(told).containsExactly(new ControllerRef("c2", 2));
        assertThat(this.<Long>read(tx -> tx.files().count())).isZero();
    }

    @Test
    void textWithTheCharacterNulIsRefusedAloneAndClearly() throws Exception {
        result(database.beginTerm(new ControllerRef("c1", 1)));
        List<Future<String>> all = new ArrayList<>();
        for (String id : List.of("f1", "f\0", "f2")) {
            all.add(database.write(inserting(id)));
        }

        assertThat(result(all.get(0))).isEqualTo("f1");
        assertThat(problem(all.get(1))).isEqualTo("invalid_text");
        assertThat(result(all.get(2))).isEqualTo("f2");
    }

    private <T> T read(Work<T> work) throws Exception {
        return result(database.read(work));
    }
}
