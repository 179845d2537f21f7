package io.conclave.web.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.ControllerRef;
import io.conclave.controllers.ActiveController;
import io.conclave.controllers.ControllerRole;
import io.conclave.controllers.ControllersState;
import io.conclave.controllers.StandingReason;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

    private static final ActiveController OTHER = new ActiveController("b", 7, "http://b:1");
    private static final ControllersState STANDBY = state(ControllerRole.STANDBY, OTHER, null);
    private static final ControllersState ACTIVE =
            state(ControllerRole.ACTIVE, new ActiveController("a", 8, "http://a:1"), null);
    private static final ControllersState NOBODY = state(ControllerRole.STANDBY, null, null);
    private static final ControllersState DETACHED =
            state(ControllerRole.DETACHED, null, StandingReason.COORDINATION_LOST);

    private static ControllersState state(ControllerRole role, ActiveController active, StandingReason reason) {
        return new ControllersState(
                true, "a", "http://a:1", role, active, List.of(), reason, reason == null ? null : "It is lost.", null);
    }

    private static Place get(ControllersState state, String path) {
        return Place.of(state, true, false, HttpMethod.GET, path);
    }

    private static Place post(ControllersState state, boolean mayAct, boolean handedOn) {
        return Place.of(state, mayAct, handedOn, HttpMethod.POST, "/api/tasks");
    }

    private static void assertNowhere(Place place, String code) {
        assertThat(place).isInstanceOfSatisfying(Place.Nowhere.class, nowhere -> {
            assertThat(nowhere.problem().status()).isEqualTo(503);
            assertThat(nowhere.problem().code()).isEqualTo(code);
        });
    }

    @Test
    void onlyControllerDoesAllItself() {
        assertThat(post(ControllersState.alone(new ControllerRef("a", 1)), true, false))
                .isEqualTo(new Place.Here());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/operations",
                "/api/operations/7",
                "/api/tasks",
                "/api/files",
                "/api/files/7",
                "/api/scheduler/decisions",
                "/api/controllers",
                "/api/openapi.yaml"
            })
    void whatNeedsTheDatabaseAloneIsAnsweredByEach(String path) {
        assertThat(List.of(get(STANDBY, path), get(NOBODY, path), get(DETACHED, path)))
                .containsOnly(new Place.Here());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/overview", "/api/files/7/content", "/api/kv", "/api/control"})
    void restIsAskedOfTheActiveOne(String path) {
        assertThat(get(STANDBY, path)).isEqualTo(new Place.There(OTHER));
    }

    @Test
    void commandsGoToTheActiveOneAndOnceOnly() {
        assertThat(post(STANDBY, false, false)).isEqualTo(new Place.There(OTHER));
        assertNowhere(post(STANDBY, false, true), "no_active_controller");
    }

    @Test
    void controllerThatIsNotSureOfItsLockChangesNothingAndStillAnswers() {
        assertThat(post(ACTIVE, true, false)).isEqualTo(new Place.Here());
        assertNowhere(post(ACTIVE, false, false), "coordination_lost");
        assertThat(Place.of(ACTIVE, false, false, HttpMethod.GET, "/api/overview"))
                .isEqualTo(new Place.Here());
    }

    @ParameterizedTest
    @CsvSource({"/api/overview,true", "/api/nodes/zk1,true", "/api/figures,true", "/api/kv,false", "/api/control,false"
    })
    void whatItSeesItselfIsToldWhileNobodyActs(String path, boolean here) {
        if (here) {
            assertThat(get(DETACHED, path)).isEqualTo(new Place.Here());
        } else {
            assertNowhere(get(DETACHED, path), "coordination_lost");
            assertNowhere(get(NOBODY, path), "no_active_controller");
        }
    }

    @Test
    void commandsOfTheStreamGoTheSameWay() {
        assertThat(Place.of(STANDBY, false, true, false)).isEqualTo(new Place.There(OTHER));
        assertThat(Place.of(STANDBY, false, false, true)).isEqualTo(new Place.Here());
        assertNowhere(Place.of(DETACHED, false, true, false), "coordination_lost");
    }
}
