package io.conclave.controllers;

/** Where the controllers' znodes are. */
record ControllerPaths(String root) {

    /** Of everything here. */
    String controllers() {
        return root + "/controllers";
    }

    /** Which ensemble this is: an id that was made with the znodes. */
    String cluster() {
        return controllers() + "/cluster";
    }

    /** Ephemeral: who holds it may act. */
    String lock() {
        return controllers() + "/lock";
    }

    /** Who was active and has not ended in order. */
    String breadcrumb() {
        return controllers() + "/breadcrumb";
    }

    /** The highest epoch given. A write that checks this znode's version is refused once a successor was given one. */
    String epoch() {
        return controllers() + "/epoch";
    }

    String members() {
        return controllers() + "/members";
    }

    /** Ephemeral: a controller that is there. */
    String member(String id) {
        return members() + "/" + id;
    }
}
