package io.conclave.znodes;

import org.apache.zookeeper.KeeperException;

/** A znode could not be read or written. For a write that is {@link #unknown} it may or may not have been done. */
public final class ZnodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient KeeperException.Code code;

    ZnodeException(KeeperException.Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** What a code of ZooKeeper means for a znode. */
    public static ZnodeException of(KeeperException.Code code, String path) {
        String what =
                switch (code) {
                    case CONNECTIONLOSS -> "the contact with the ensemble was lost";
                    case OPERATIONTIMEOUT, REQUESTTIMEOUT -> "the ensemble did not answer in time";
                    case SESSIONEXPIRED, SESSIONMOVED -> "the session is over";
                    case NONODE -> "there is no such znode";
                    case NODEEXISTS -> "there is such a znode already";
                    case NOTEMPTY -> "the znode has children";
                    case BADVERSION -> "the znode was changed meanwhile";
                    case NOAUTH, AUTHFAILED -> "the znode's access list does not allow it";
                    case MARSHALLINGERROR -> "the answer is larger than jute.maxbuffer allows";
                    default -> "ZooKeeper says " + code;
                };
        return new ZnodeException(code, path + ": " + what);
    }

    /** A znode whose content makes no sense. */
    public static ZnodeException damaged(String path, String detail) {
        return new ZnodeException(KeeperException.Code.DATAINCONSISTENCY, path + ": " + detail);
    }

    /** What ZooKeeper said. */
    public KeeperException.Code code() {
        return code;
    }

    /** Whether ZooKeeper said this. */
    public boolean is(KeeperException.Code expected) {
        return code == expected;
    }

    /** Whether it is unknown if what was asked was done. */
    public boolean unknown() {
        return switch (code) {
            case CONNECTIONLOSS, OPERATIONTIMEOUT, REQUESTTIMEOUT -> true;
            default -> false;
        };
    }

    /** Whether the znode's content makes no sense, so that trying again is of no use. */
    public boolean damaged() {
        return code == KeeperException.Code.DATAINCONSISTENCY;
    }
}
