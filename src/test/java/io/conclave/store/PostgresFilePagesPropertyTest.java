package io.conclave.store;

/** Pages of files on PostgreSQL. */
class PostgresFilePagesPropertyTest extends FilePagesProperties {

    PostgresFilePagesPropertyTest() {
        super(StoreEngine.POSTGRESQL);
    }
}
