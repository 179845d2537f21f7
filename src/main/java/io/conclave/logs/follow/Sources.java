package io.conclave.logs.follow;

import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import java.util.List;
import java.util.function.Consumer;

/** What is to be read. Asked again and again, since files that fit a pattern come and go. */
@FunctionalInterface
public interface Sources {

    /** The files that there are now. */
    List<FileSource> files();

    /** Other logs than files; each is made anew for each sink. None by default. */
    default List<Other> others() {
        return List.of();
    }

    /** A log that is no file. */
    interface Other {
        /** What its entries call it. */
        String name();

        /**
         * Begins to read.
         *
         * @param kept how far it was read before, or null
         * @param out takes entries, on the thread that calls the reader
         */
        Reading begin(LogPosition kept, Consumer<LogEntry> out);
    }

    /** A log that is no file, while it is read. */
    interface Reading extends AutoCloseable {
        /** Hands over what has come, a bounded part of it; returns whether there was any. Does not wait. */
        boolean read();

        /** Hands over the last entry, since nothing has come for a while; nothing to do where each comes whole. */
        default void settle() {}

        /** How far it has been read, or null where nothing was. */
        LogPosition position();

        @Override
        void close();
    }

    /** Files that are always the same. */
    static Sources of(List<FileSource> files) {
        List<FileSource> copy = List.copyOf(files);
        return () -> copy;
    }

    /** The same with others than files besides. */
    default Sources with(List<Other> others) {
        Sources files = this;
        return new Sources() {
            @Override
            public List<FileSource> files() {
                return files.files();
            }

            @Override
            public List<Other> others() {
                return others;
            }
        };
    }
}
