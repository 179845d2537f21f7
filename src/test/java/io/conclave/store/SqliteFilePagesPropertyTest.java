package io.conclave.store;

/** Pages of files on SQLite. */
class SqliteFilePagesPropertyTest extends FilePagesProperties {

    SqliteFilePagesPropertyTest() {
        super(StoreEngine.SQLITE);
    }
}
