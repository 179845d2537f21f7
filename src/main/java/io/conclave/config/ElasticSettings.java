package io.conclave.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The Elasticsearch, or OpenSearch, that logs and audit trail are written to and searched in.
 *
 * @param url where it answers, without a slash at the end ({@code ELASTICSEARCH_URL})
 * @param login who signs in, where that is asked for
 * @param authority the certificate that its own is signed by, where the Java runtime does not know it
 *     ({@code ELASTICSEARCH_CA_CERT})
 * @param writesLogs whether Conclave writes log entries; not where Filebeat does ({@code ELASTICSEARCH_WRITE_LOGS})
 * @param retentionDays after how many days its indices of log entries are deleted, 0 for never
 *     ({@code ELASTICSEARCH_RETENTION_DAYS})
 */
public record ElasticSettings(
        URI url, Optional<Login> login, Optional<Path> authority, boolean writesLogs, int retentionDays) {

    /** Without sign-in, and with everything else as usual. */
    public static ElasticSettings at(URI url) {
        return new ElasticSettings(url, Optional.empty(), Optional.empty(), true, 0);
    }

    /** Who signs in. */
    public sealed interface Login {}

    /**
     * By a name ({@code ELASTICSEARCH_USER}) and a password ({@code ELASTICSEARCH_PASSWORD}).
     *
     * @param user the name, without a colon
     * @param password the secret
     */
    public record Password(String user, String password) implements Login {
        @Override
        public String toString() {
            return "Password[" + user + "]";
        }
    }

    /**
     * By a key ({@code ELASTICSEARCH_API_KEY}).
     *
     * @param encoded the secret, in the encoded form that Elasticsearch gives it out in
     */
    public record ApiKey(String encoded) implements Login {
        @Override
        public String toString() {
            return "ApiKey[***]";
        }
    }
}
