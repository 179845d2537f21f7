package io.conclave.kv.proof;

/**
 * What a client asked of one key.
 *
 * @param kind put, get or delete
 * @param key the key
 * @param value what a put writes, one that no other put of the history writes; else null
 * @param ifVersion the version that the key must have for a put or delete to be done, 0 for none, {@link #ANY} for
 *     whatever it has
 */
record Call(Kind kind, String key, String value, long ifVersion) {

    /** No condition. */
    static final long ANY = -1;

    /** What kinds of calls there are. */
    enum Kind {
        PUT,
        GET,
        DELETE
    }

    static Call put(String key, String value) {
        return new Call(Kind.PUT, key, value, ANY);
    }

    static Call putIf(String key, String value, long version) {
        return new Call(Kind.PUT, key, value, version);
    }

    static Call get(String key) {
        return new Call(Kind.GET, key, null, ANY);
    }

    static Call delete(String key) {
        return new Call(Kind.DELETE, key, null, ANY);
    }

    static Call deleteIf(String key, long version) {
        return new Call(Kind.DELETE, key, null, version);
    }

    Call withValue(String other) {
        return new Call(kind, key, other, ifVersion);
    }

    boolean writes() {
        return kind != Kind.GET;
    }

    @Override
    public String toString() {
        String condition = ifVersion == ANY ? "" : " if version " + ifVersion;
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + key + (value == null ? "" : "=" + value)
                + condition;
    }
}
