package io.conclave.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    enum Colour {
        RED,
        GREEN
    }

    record Thing(String name, Integer number, Boolean flag, Colour colour, List<Thing> parts) {}

    record Needed(int number) {}

    record Times(Instant at, Duration took) {}

    @Test
    void instantsHaveMillisecondsAndDurationsAreMilliseconds() {
        Times times = new Times(Instant.parse("2026-01-02T03:04:05Z"), Duration.ofSeconds(2));

        assertThat(Json.encode(times)).isEqualTo("{\"at\":\"2026-01-02T03:04:05.000Z\",\"took\":2000}");
        assertThat(Json.decode(Json.encode(times), Times.class)).isEqualTo(times);
    }

    @Test
    void absentValuesAreWrittenAsNull() {
        assertThat(Json.encode(new Thing("a", 1, null, null, null))).contains("\"flag\":null");
    }

    @Test
    void unknownFieldIsNamedWithTheFieldsThatThereAre() {
        Problem problem = refuse("{\"naem\":\"a\"}");

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.field()).isEqualTo("naem");
        assertThat(problem.allowed()).contains("name");
    }

    @Test
    void wrongTypeIsNamedWithFieldAndWhatIsAllowed() {
        Problem problem = refuse("{\"number\":\"many\"}");

        assertThat(problem.field()).isEqualTo("number");
        assertThat(problem.value()).isEqualTo("many");
        assertThat(problem.allowed()).isEqualTo("a whole number");
    }

    @Test
    void fractionIsNoWholeNumber() {
        assertThat(refuse("{\"number\":1.5}").field()).isEqualTo("number");
    }

    @Test
    void textIsNotTakenForANumberNorANumberForAFlag() {
        assertThat(refuse("{\"number\":\"1\"}").field()).isEqualTo("number");
        assertThat(refuse("{\"flag\":1}").field()).isEqualTo("flag");
    }

    @Test
    void unknownConstantNamesTheKnownOnes() {
        assertThat(refuse("{\"colour\":\"BLUE\"}").allowed()).isEqualTo("one of RED, GREEN");
    }

    @Test
    void missingNumberIsNamedAsMissing() {
        Problem problem = catchThrowableOfType(ProblemException.class, () -> Json.decode("{}", Needed.class))
                .problem();

        assertThat(problem.field()).isEqualTo("number");
        assertThat(problem.value()).isEqualTo("missing");
    }

    @Test
    void faultInsideAListIsNamedWithItsPath() {
        assertThat(refuse("{\"parts\":[{\"number\":true}]}").field()).isEqualTo("parts.0.number");
    }

    @Test
    void textThatIsNoJsonIsRefused() {
        for (String text : List.of("", "{", "{]", "nope", "{} {}", "null", "\"\u0000\"")) {
            assertThat(refuse(text).status()).as("text %s", text).isEqualTo(400);
        }
    }

    @Test
    void deepNestingIsRefusedBeforeItCostsAnything() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);

        assertThat(catchThrowableOfType(ProblemException.class, () -> Json.parse(deep))
                        .problem()
                        .status())
                .isEqualTo(400);
    }

    private static Problem refuse(String text) {
        return catchThrowableOfType(ProblemException.class, () -> Json.decode(text, Thing.class))
                .problem();
    }
}
