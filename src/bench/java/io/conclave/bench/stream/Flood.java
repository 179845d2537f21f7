package io.conclave.bench.stream;

import io.conclave.bench.Miss;
import java.io.IOException;

/**
 * Sends as fast as the viewers take it: so many messages are under way at the most, few enough that no socket's buffer
 * is ever full, since the product would then rightly skip some.
 *
 * @param audience who counts them
 * @param underWay messages sent that have not reached every socket
 */
record Flood(Audience audience, int underWay) {

    /** Sends so many to a group and gives the seconds until each socket has each of them. */
    double send(String group, Broadcaster broadcaster, int messages) throws IOException, Miss {
        audience.expect(group, messages);
        long since = System.nanoTime();
        int published = 0;
        int complete = 0;
        while (complete < messages) {
            while (published < messages && published - complete < underWay) {
                broadcaster.publish();
                published++;
            }
            complete = audience.awaitProgress();
        }
        return (System.nanoTime() - since) / 1e9;
    }
}
