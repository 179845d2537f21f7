package io.conclave.config;

import java.net.URI;

/**
 * The Grafana whose dashboards the page shows in a frame.
 *
 * @param url where a browser reaches it, http or https, without credentials and without a slash at the end
 *     ({@code GRAFANA_URL})
 * @param checkUrl where this program reaches it, which differs where both are in containers ({@code GRAFANA_CHECK_URL})
 */
public record GrafanaSettings(URI url, URI checkUrl) {

    /** Scheme, host and port, which is all that a browser's policy for frames knows of. */
    public String origin() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
