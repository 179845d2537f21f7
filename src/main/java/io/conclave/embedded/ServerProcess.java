package io.conclave.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** One server of the embedded ensemble. */
final class ServerProcess extends ChildProcess {

    private static final int CONNECT_LIMIT_MS = 200;

    private final MemberConfig member;

    ServerProcess(MemberConfig member) {
        super(member.id(), member.folder(), member.logFile(), ChildCommand.of(member));
        this.member = member;
    }

    MemberConfig member() {
        return member;
    }

    /**
     * Waits until the server listens on its client port; it may still have no quorum then.
     *
     * @throws io.conclave.bus.ProblemException 500 {@code node_did_not_start} where it ended instead or the time is up
     */
    void awaitListening(Duration limit) throws InterruptedException {
        await(this::listens, "does not listen", limit);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(member.address().host(), member.clientPort()), CONNECT_LIMIT_MS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
