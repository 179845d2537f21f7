package io.conclave.scheduler;

/**
 * As many bytes on each node as on the others. A large file can overshoot, so it only moves where that narrows the
 * difference; smaller, older ones are looked at then.
 */
final class BytesStrategy implements Strategy {

    @Override
    public String code() {
        return "bytes";
    }

    @Override
    public Unit unit() {
        return Unit.BYTES;
    }

    @Override
    public double held(long files, long bytes) {
        return bytes;
    }

    @Override
    public double cost(long sizeBytes) {
        return sizeBytes;
    }
}
