package io.conclave.storage;

/** Follows a copy for whoever wants it. Called from any thread. */
public interface CopyWatch {

    /** It is so far; told about twice a second while it goes on. */
    void at(CopyState state);

    /** Asked now and then; true ends it. */
    boolean stopped();
}
