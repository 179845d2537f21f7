package io.conclave.kv.proof;

/** What a client learned of its call. */
sealed interface Answer {

    /**
     * It was done.
     *
     * @param applied false where the condition did not hold, so that nothing was written
     * @param found whether there was the key: for a get and a delete
     * @param value what a get found, else null
     * @param version of the key: that of the write, or the one that stood where nothing was written (0: no such key)
     */
    record Done(boolean applied, boolean found, String value, long version) implements Answer {

        static Done written(long version) {
            return new Done(true, true, null, version);
        }

        static Done unmatched(long standing) {
            return new Done(false, standing != 0, null, standing);
        }

        static Done read(String value, long version) {
            return new Done(true, true, value, version);
        }

        static Done absent() {
            return new Done(true, false, null, 0);
        }

        @Override
        public String toString() {
            return !applied
                    ? "not applied, version " + version
                    : !found ? "no such key" : (value == null ? "" : value + ", ") + "version " + version;
        }
    }

    /**
     * It was not done and never will be.
     *
     * @param reason the code of the refusal
     */
    record Refused(String reason) implements Answer {}

    /**
     * It may have been done, may be done at any later time, or never.
     *
     * @param reason why nothing is known
     */
    record Unknown(String reason) implements Answer {}
}
