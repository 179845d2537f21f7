package io.conclave.kv.client;

/**
 * What a member that is not the one to ask says of the one that is.
 *
 * @param group the group that the key belongs to; empty where the member did not say
 * @param primary host:port of its primary; empty while there is none
 * @param ringVersion the version of the ring that says so; 0 where the member did not say
 */
record Redirect(String group, String primary, long ringVersion) {

    static final Redirect NONE = new Redirect("", "", 0);
}
