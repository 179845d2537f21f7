package io.conclave.storage;

import static io.conclave.testing.Answers.done;

import java.nio.file.Path;

/** The contract, kept by a folder of this process. */
class LocalStorageTest extends NodeStorageContract {

    @Override
    protected NodeStorage open(String node, Path folder) {
        LocalStorage storage = LocalStorage.in(bench, node, folder, new LocalDisk(), 0, () -> {});
        done(storage.prepare());
        return storage;
    }
}
