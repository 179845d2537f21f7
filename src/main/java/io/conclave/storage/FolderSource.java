package io.conclave.storage;

/** A folder of this process: its bytes are copied within the operating system. */
record FolderSource(NodeFolder folder) implements CopySource {

    @Override
    public String node() {
        return folder.node();
    }
}
