package io.conclave.kv.log;

/**
 * Whose log it is.
 *
 * @param cluster the cluster's random id
 * @param group the group's name
 * @param number the member's number within its group
 */
public record LogIdentity(String cluster, String group, int number) {

    @Override
    public String toString() {
        return group + "/" + number + " of cluster " + cluster;
    }
}
