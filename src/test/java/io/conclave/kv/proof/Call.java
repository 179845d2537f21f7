package io.conclave.kv.proof;

/**
 * What a client asked of one key.
 *
 * @param kind put, get or delete
 * @param key the key
 * @param value what a put writes, one that no other put of the history writes; else null
 * @param ifVersion the version that the key must have for a put or delete to be done, 0 for none, {@link #ANY} for
 *     whatever it has
 * @param batch the number of the batch that it is a part of, the same for all parts; {@link #ALONE} for none
 */
record Call(Kind kind, String key, String value, long ifVersion, long batch) {

    /** No condition. */
    static final long ANY = -1;

    /** Not a part of a batch. */
    static final long ALONE = 0;

    /** What kinds of calls there are. */
    enum Kind {
        PUT,
        GET,
        DELETE
    }

    static Call put(String key, String value) {
        return new Call(Kind.PUT, key, value, ANY, ALONE);
    }

    static Call putIf(String key, String value, long version) {
        return new Call(Kind.PUT, key, value, version, ALONE);
    }

    static Call get(String key) {
        return new Call(Kind.GET, key, null, ANY, ALONE);
    }

    static Call delete(String key) {
        return new Call(Kind.DELETE, key, null, ANY, ALONE);
    }

    static Call deleteIf(String key, long version) {
        return new Call(Kind.DELETE, key, null, version, ALONE);
    }

    Call withValue(String other) {
        return new Call(kind, key, other, ifVersion, batch);
    }

    Call inBatch(long number) {
        return new Call(kind, key, value, ifVersion, number);
    }

    boolean writes() {
        return kind != Kind.GET;
    }

    @Override
    public String toString() {
        String condition = ifVersion == ANY ? "" : " if version " + ifVersion;
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + key + (value == null ? "" : "=" + value)
                + condition + (batch == ALONE ? "" : " in batch " + batch);
    }
}
