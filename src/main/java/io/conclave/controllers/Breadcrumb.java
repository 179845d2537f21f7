package io.conclave.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What an active controller leaves in a persistent znode, and takes away only where it ends in order: whoever finds it
 * knows whom to fence (the breadcrumb of HDFS' ActiveStandbyElector).
 *
 * @param id who was active
 * @param epoch its fencing token
 * @param url where it is asked to step down
 */
public record Breadcrumb(String id, long epoch, String url) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;
    private static final int SHOWN = 60;

    /** What stands against reading one. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean newer;

        private Unreadable(boolean newer, String detail) {
            super(detail, null, false, false);
            this.newer = newer;
        }

        /** Whether it was written by a newer version, and else is damaged. */
        boolean isNewer() {
            return newer;
        }
    }

    byte[] encode() {
        return JSON.createObjectNode()
                .put("version", VERSION)
                .put("id", id)
                .put("epoch", epoch)
                .put("url", url)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    static Breadcrumb decode(byte[] bytes) throws Unreadable {
        String text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (IOException e) {
            throw damaged(text);
        }
        if (!tree.path("version").isIntegralNumber() || tree.path("version").asLong() < 1) {
            throw damaged(text);
        }
        if (tree.path("version").asLong() > VERSION) {
            throw new Unreadable(
                    true,
                    "its version is " + tree.path("version").asLong() + ", and " + VERSION
                            + " is the newest that is known here");
        }
        if (!tree.path("id").isTextual()
                || !tree.path("epoch").isIntegralNumber()
                || tree.path("epoch").asLong() < 1
                || !tree.path("url").isTextual()) {
            throw damaged(text);
        }
        return new Breadcrumb(
                tree.get("id").asText(),
                tree.get("epoch").asLong(),
                tree.get("url").asText());
    }

    private static Unreadable damaged(String text) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return new Unreadable(false, "it holds \"" + shown.replaceAll("\\p{Cntrl}|\uFFFD", "?") + "\"");
    }
}
