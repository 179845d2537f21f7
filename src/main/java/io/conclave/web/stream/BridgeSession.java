package io.conclave.web.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.control.ControlTopics;
import io.conclave.logs.tail.TailFilter;
import io.conclave.web.command.Command;
import io.conclave.web.command.CommandDesk;
import io.conclave.web.command.Commands;
import io.conclave.web.guard.Authority;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The talk with one client, in the frames of the Vert.x event-bus bridge. It may subscribe to the public topics, ask
 * for a snapshot and give commands; nothing else on the bus can be reached from here, since nothing that a client sends
 * is used as an address of the bus.
 */
final class BridgeSession implements StreamHub.Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(BridgeSession.class);

    static final String SNAPSHOT = "conclave.snapshot";
    private static final String LOG_LINES = ControlTopics.LOG_LINES.address();
    static final int LARGEST_FRAME_CHARS = 64 * 1024;
    static final Duration LONGEST_STALL = Duration.ofSeconds(30);

    private static final int MOST_REQUESTS_IN_FLIGHT = 16;

    private final Transport transport;
    private final StreamHub hub;
    private final CommandDesk desk;
    private final String caller;
    private final Authority authority;
    private final LongSupplier nanoTime;
    private final Outlet outlet;
    private final Allowance frames;
    private final Allowance mistakes;
    private final Set<String> topics = new HashSet<>();
    private TailViewer tail;
    private int inFlight;
    private boolean ended;

    /**
     * @param desk where the client's commands are given
     * @param caller what the client is, for the audit trail
     * @param authority the client's right to be here, looked at with every frame
     * @param nanoTime a clock that never goes back, in nanoseconds
     */
    BridgeSession(
            Transport transport,
            StreamHub hub,
            CommandDesk desk,
            String caller,
            Authority authority,
            LongSupplier nanoTime) {
        this.transport = transport;
        this.hub = hub;
        this.desk = desk;
        this.caller = caller;
        this.authority = authority;
        this.nanoTime = nanoTime;
        this.outlet = new Outlet(transport, nanoTime);
        this.frames = new Allowance(400, 200, nanoTime);
        this.mistakes = new Allowance(20, 1, nanoTime);
    }

    @Override
    public void publish(Outgoing message) {
        outlet.publish(message.topic(), message.frame());
    }

    /** Takes one frame from the client. */
    void receive(String text) {
        if (ended) {
            return;
        }
        if (text.length() > LARGEST_FRAME_CHARS) {
            close(Transport.TOO_BIG, "a frame has at most " + LARGEST_FRAME_CHARS + " characters");
        } else if (!authority.holds()) {
            close(Transport.POLICY_VIOLATION, "the session has ended");
        } else if (countFrame()) {
            try {
                handle(ClientFrame.parse(text));
            } catch (ProblemException wrong) {
                refuse(null, wrong.problem());
            }
        }
    }

    /** Counts a frame of any kind; false where there were too many and the session is closed. */
    boolean countFrame() {
        if (frames.take()) {
            return true;
        }
        close(Transport.POLICY_VIOLATION, "too many frames a second");
        return false;
    }

    private void handle(ClientFrame frame) {
        if (frame instanceof ClientFrame.Ping) {
            outlet.reply(Frame.PONG);
        } else if (frame instanceof ClientFrame.Register register) {
            register(register.address(), register.filter());
        } else if (frame instanceof ClientFrame.Unregister unregister) {
            unregister(unregister.address());
        } else if (frame instanceof ClientFrame.Send send) {
            answer(send);
        } else if (frame instanceof ClientFrame.Publish publish) {
            deny(publish.address(), publish.address());
        }
    }

    private void register(String address, JsonNode filter) {
        if (!hub.has(address)) {
            deny(address, address);
        } else if (address.equals(LOG_LINES)) {
            registerTail(filter);
        } else if (!filter.isMissingNode() && !filter.isNull()) {
            refuse(address, Problem.invalid("filter", filter, "none: only " + LOG_LINES + " can be filtered"));
        } else if (topics.add(address)) {
            hub.register(address, this);
        }
    }

    /** A second time changes the filter. */
    private void registerTail(JsonNode wanted) {
        TailFilter filter;
        try {
            filter = wanted.isMissingNode() || wanted.isNull()
                    ? TailFilter.EVERYTHING
                    : Json.decode(wanted, TailFilter.class);
        } catch (ProblemException wrong) {
            refuse(LOG_LINES, wrong.problem());
            return;
        }
        if (tail == null) {
            tail = new TailViewer(filter, outlet, nanoTime);
            hub.register(LOG_LINES, tail);
        } else {
            tail.filter(filter);
        }
    }

    private void leaveTail() {
        if (tail != null) {
            hub.unregister(LOG_LINES, tail);
            tail = null;
        }
    }

    private void unregister(String address) {
        if (!hub.has(address)) {
            deny(address, address);
        } else if (address.equals(LOG_LINES)) {
            leaveTail();
        } else if (topics.remove(address)) {
            hub.unregister(address, this);
        }
    }

    private void answer(ClientFrame.Send send) {
        String replyAddress = send.replyAddress() == null ? send.address() : send.replyAddress();
        if (send.address().equals(SNAPSHOT)) {
            hub.whenEarlierIsThere(() -> answerSnapshot(send.body(), replyAddress));
            return;
        }
        Commands.at(send.address())
                .ifPresentOrElse(command -> run(command, send, replyAddress), () -> deny(send.address(), replyAddress));
    }

    private void answerSnapshot(JsonNode body, String replyAddress) {
        if (ended) {
            return;
        }
        try {
            outlet.reply(Frame.message(replyAddress, hub.snapshot(StreamHub.wanted(body))));
        } catch (ProblemException wrong) {
            refuse(replyAddress, wrong.problem());
        }
    }

    private void run(Command<?, ?> command, ClientFrame.Send send, String replyAddress) {
        if (inFlight == MOST_REQUESTS_IN_FLIGHT) {
            refuse(
                    replyAddress,
                    new Problem(
                            429,
                            "too_many_requests",
                            MOST_REQUESTS_IN_FLIGHT + " requests of this socket are not answered yet",
                            null,
                            null,
                            null));
            return;
        }
        inFlight++;
        desk.run(command, send.body(), caller).onComplete(result -> {
            inFlight--;
            if (ended) {
                return;
            }
            if (result.failed()) {
                outlet.reply(Frame.error(replyAddress, ProblemException.of(result.cause())));
            } else if (send.replyAddress() != null) {
                outlet.reply(Frame.message(replyAddress, AsciiJson.of(Json.encode(result.result()))));
            }
        });
    }

    private void deny(String address, String answerTo) {
        LOG.warn("{} was denied {}", transport.peer(), AsciiJson.of(Json.encode(address)));
        refuse(
                answerTo,
                new Problem(
                        403,
                        "access_denied",
                        "this address cannot be used from outside",
                        "address",
                        address,
                        "a public topic for register; " + SNAPSHOT + " or " + Commands.ADDRESS_PREFIX
                                + "<verb> for send"));
    }

    /** Answers a mistake; a client that makes nothing else is closed, one that goes on in depth at once. */
    private void refuse(String address, Problem problem) {
        if (problem.code().equals(Json.OVER_LIMIT)) {
            close(Transport.POLICY_VIOLATION, "JSON over the limits");
        } else if (mistakes.take()) {
            outlet.reply(Frame.error(address, problem));
        } else {
            close(Transport.POLICY_VIOLATION, "too many mistakes");
        }
    }

    /** Closes a client that has not caught up for too long, or whose right to be here has ended. */
    void check() {
        if (outlet.stalledFor().compareTo(LONGEST_STALL) > 0) {
            close(Transport.POLICY_VIOLATION, "not read for " + LONGEST_STALL.toSeconds() + " s");
        } else if (!authority.holds()) {
            close(Transport.POLICY_VIOLATION, "the session has ended");
        }
    }

    /** Ends the session from here. */
    void close(int code, String reason) {
        if (!ended) {
            if (code != Transport.GOING_AWAY) {
                LOG.warn("closing {}: {}", transport.peer(), reason);
            }
            end();
            transport.close(code, reason);
        }
    }

    /** Gives up all that the session holds; to be called when the client is gone. */
    void end() {
        if (!ended) {
            ended = true;
            leaveTail();
            topics.forEach(topic -> hub.unregister(topic, this));
            topics.clear();
            outlet.close();
        }
    }
}
