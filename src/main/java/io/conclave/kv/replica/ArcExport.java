package io.conclave.kv.replica;

final class ArcExport {
    ArcExport(PrimaryTerm term, Parts parts) {}

    void tick() {}

    void end() {}
}
