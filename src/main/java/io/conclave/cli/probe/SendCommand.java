package io.conclave.cli.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.cli.SafeText;
import io.conclave.cli.probe.stream.SourceException;
import io.conclave.cli.probe.text.MessageFormat;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a command or a request. */
@Command(
        name = "send",
        description = {
            "Sends a command or a request to a controller and prints its answer. The body is what REST takes, with the"
                    + " fields of the path among the others; what is missing or wrong is told by the controller.",
            "It is sent once and never repeated. Where no answer comes, whether it was done is not known: look"
                    + " before you send it again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = HelpText.EXIT_CODES,
        exitCodeList = {
            "0:it was done; the answer is on standard output",
            "1:the controller could not be reached: nothing was sent",
            HelpText.MISUSED,
            "3:the controller refused, with the reason; nothing was done",
            HelpText.UNKNOWN
        },
        footerHeading = HelpText.EXAMPLES,
        footer = {
            "  conclave probe send drain '{\"node\": \"zk2\", \"reason\": \"disk swap\"}'",
            "  conclave probe send conclave.command.undrain '{\"node\": \"zk2\"}'",
            "  conclave probe send what-if '{\"threshold\": 2}' --format json-lines | jq .moves",
            "  jq -n '{count: 5}' | conclave probe send bulk-generate -",
            "",
            HelpText.FILES,
            HelpText.RUN_FILE,
            "",
            HelpText.ENVIRONMENT,
            HelpText.TOKEN,
            HelpText.DATA_DIR
        })
final class SendCommand extends ProbeTask {

    private static final String COMMANDS = "conclave.command.";
    private static final int LARGEST_BODY_BYTES = 64 << 10;

    @Parameters(
            index = "0",
            paramLabel = "<address>",
            completionCandidates = VerbCandidates.class,
            description = "A verb such as drain, or a full address such as conclave.command.drain. There are"
                    + " ${COMPLETION-CANDIDATES}")
    private String address;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<json>",
            defaultValue = "{}",
            description = "The body, a JSON object; - reads it from standard input (${DEFAULT-VALUE})")
    private String json;

    @Option(
            names = "--format",
            paramLabel = "<format>",
            defaultValue = "human",
            description = "human: the answer indented, a problem as a sentence on standard error; json-lines: either of"
                    + " them as an object in a line on standard output; raw: as it came over the wire"
                    + " (${DEFAULT-VALUE})")
    private MessageFormat format = MessageFormat.HUMAN;

    @Mixin
    private AskOptions asking;

    private JsonNode body;

    @Override
    void check() {
        asking.check(command());
        try {
            body = Json.parse(json.equals("-") ? standardInput() : json);
        } catch (ProblemException wrong) {
            throw misused(SafeText.shown(wrong.problem().detail()));
        }
    }

    private String standardInput() {
        try {
            byte[] bytes = parent().in().readNBytes(LARGEST_BODY_BYTES + 1);
            if (bytes.length > LARGEST_BODY_BYTES) {
                throw misused("a body has at most " + LARGEST_BODY_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw misused("standard input cannot be read: " + e.getMessage());
        }
    }

    /** Verbs have no dot; all else is an address. */
    private String fullAddress() {
        if (address.contains(".")) {
            return address;
        }
        return address.equals(VerbCandidates.SNAPSHOT) ? "conclave." + address : COMMANDS + address;
    }

    @Override
    int run(Vertx vertx) throws Exception {
        List<String> frames = new ArrayList<>();
        try {
            JsonNode answer = asking.ask(vertx, source -> source.ask(fullAddress(), body, asking.limit()), frames::add);
            switch (format) {
                case HUMAN -> out().line(indented(answer));
                case JSON_LINES -> out().line(SafeText.json(answer.toString()));
                case RAW -> printRaw(frames);
            }
            return 0;
        } catch (ProblemException refused) {
            return refused(refused.problem(), frames);
        }
    }

    private int refused(Problem problem, List<String> frames) throws Exception {
        switch (format) {
            case HUMAN -> complain(refusal(problem));
            case JSON_LINES -> out().line(SafeText.json(Json.encode(problem)));
            case RAW -> printRaw(frames);
        }
        return ExitCodes.of(problem);
    }

    private void printRaw(List<String> frames) throws Exception {
        for (String frame : frames) {
            out().line(SafeText.json(frame));
        }
    }

    private static String indented(JsonNode answer) {
        return answer.toPrettyString()
                .lines()
                .map(SafeText::json)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }

    @Override
    int failed(SourceException why) {
        if (format == MessageFormat.JSON_LINES) {
            try {
                out().line(SafeText.json(Json.object()
                        .put("code", why.kind().name().toLowerCase(Locale.ROOT))
                        .put("detail", why.getMessage())
                        .toString()));
            } catch (IOException | Output.ReaderGone e) {
                return ExitCodes.of(why.kind());
            }
        }
        return super.failed(why);
    }
}
