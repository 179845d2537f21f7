package io.conclave.cli.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Topic;
import io.conclave.cli.SafeText;
import io.conclave.cli.probe.stream.SnapshotReply;
import io.conclave.cli.probe.stream.Told;
import io.conclave.cli.probe.text.MessagePrinter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads what topics stand at. */
@Command(
        name = "snapshot",
        description = {
            "Prints what topics stand at now, and ends: the state of each, or its rows.",
            "With --format json-lines an object for each topic, {\"topic\", \"seq\", \"state\"}; topics of events have"
                    + " their rows in state.recent. With raw the controller's whole answer."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = HelpText.EXIT_CODES,
        exitCodeList = {
            "0:it was printed",
            HelpText.FAILED,
            HelpText.MISUSED,
            HelpText.REFUSED,
            "5:no answer came in time"
        },
        footerHeading = HelpText.EXAMPLES,
        footer = {
            "  conclave probe snapshot",
            "  conclave probe snapshot plan --format json-lines | jq '.state | .reason, .message'",
            "  conclave probe snapshot ensemble --format json-lines | jq -r .state.leader",
            "",
            HelpText.FILES,
            HelpText.RUN_FILE,
            "",
            HelpText.ENVIRONMENT,
            HelpText.TOKEN,
            HelpText.DATA_DIR,
            HelpText.NO_COLOR
        })
final class SnapshotCommand extends ProbeTask {

    @Mixin
    private TopicArguments topics;

    @Mixin
    private FormatOptions format;

    @Mixin
    private AskOptions asking;

    private List<String> wanted;

    @Override
    void check() {
        wanted = topics.topics(command()).stream().map(Topic::address).toList();
        asking.check(command());
    }

    @Override
    int run(Vertx vertx) throws Exception {
        List<String> frames = new ArrayList<>();
        JsonNode reply = asking.ask(vertx, source -> SnapshotReply.ask(source, wanted, asking.limit()), frames::add);
        switch (format.format()) {
            case RAW -> out().line(SafeText.json(frames.get(frames.size() - 1)));
            case JSON_LINES -> printObjects(reply);
            case HUMAN -> printLines(reply);
        }
        return 0;
    }

    private void printObjects(JsonNode reply) throws Exception {
        for (String topic : wanted) {
            JsonNode told = reply.path("topics").path(topic);
            var line = Json.object().put("topic", topic);
            line.set("seq", told.path("seq"));
            line.set("state", told.path("state"));
            out().line(SafeText.json(line.toString()));
        }
    }

    private void printLines(JsonNode reply) throws Exception {
        MessagePrinter printer = format.printer();
        for (SnapshotReply.TopicState state :
                SnapshotReply.read(reply, wanted, Clock.systemUTC().instant()).values()) {
            for (Told told : state.rows()) {
                out().line(printer.line(told));
            }
        }
    }
}
