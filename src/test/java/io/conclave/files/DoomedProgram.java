package io.conclave.files;

import static io.conclave.testing.Answers.done;

import io.conclave.storage.FailPoint;
import io.conclave.storage.FailPoints;
import io.conclave.storage.ForgetfulDisk;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A program that keeps files and ends at a fail-point without any farewell, as with {@code kill -9}: no finally, no
 * shutdown hook, no closed database. Arguments: folder, what to do, fail-point, and whether the power fails too.
 */
final class DoomedProgram {

    /** How it ends at the fail-point. */
    static final int KILLED = 137;

    static final byte[] BYTES = bytes();

    /** What it does when it comes to the fail-point. */
    enum Deed {
        UPLOAD,
        MOVE,
        DELETE,
        RECOVER
    }

    private DoomedProgram() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Deed deed = Deed.valueOf(arguments[1]);
        FailPoint end = FailPoint.valueOf(arguments[2]);
        boolean powerLoss = Boolean.parseBoolean(arguments[3]);
        ForgetfulDisk disk = new ForgetfulDisk(
                folder.resolve("inodes-" + ProcessHandle.current().pid()));
        AtomicReference<FailPoint> armed = new AtomicReference<>(deed == Deed.RECOVER ? end : null);
        FailPoints failPoints = point -> {
            if (point == armed.get()) {
                if (powerLoss) {
                    disk.forget();
                }
                Runtime.getRuntime().halt(KILLED);
            }
        };
        FileStore store = new FileStore(folder, disk, failPoints).start();
        if (deed != Deed.RECOVER) {
            store.stored("bystander.bin", BYTES, "zk2");
            StoredFile file = deed == Deed.UPLOAD ? null : store.stored("subject.bin", BYTES, "zk1");
            armed.set(end);
            switch (deed) {
                case UPLOAD -> store.stored("subject.bin", BYTES, "zk1");
                case MOVE -> done(store.move(file, "zk2"));
                default -> done(store.bus.request(FileTopics.DELETE, new DeleteFile(file.id(), "rest")));
            }
        }
        store.close();
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
