/**
 * Elasticsearch, or OpenSearch, as the place where log entries and the audit trail are kept and found. Spoken to by
 * plain HTTP and by those of its calls alone that Elasticsearch 8 and OpenSearch 2 have in common.
 */
package io.conclave.logs.elastic;
