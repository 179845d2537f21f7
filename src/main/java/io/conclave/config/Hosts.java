package io.conclave.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Tells host names and addresses by their text alone, without a name server. */
final class Hosts {

    private static final Pattern IPV4 = Pattern.compile(
            "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

    /** RFC 1123, and the underscore that container networks use. */
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*");

    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

    private Hosts() {}

    static boolean isNameOrIpv4(String host) {
        return DIGITS_AND_DOTS.matcher(host).matches()
                ? IPV4.matcher(host).matches()
                : NAME.matcher(host).matches();
    }

    static boolean isIpv6(String host) {
        if (host.indexOf(':') < 0 || host.indexOf('[') >= 0) {
            return false;
        }
        try {
            // With a colon in it, the JDK takes the text for an address or refuses it, and looks up nothing.
            InetAddress.getByName("[" + host + "]");
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether it stands for every address of a machine, so that nobody else can be told to go there. */
    static boolean isWildcard(String host) {
        if (!IPV4.matcher(host).matches() && !isIpv6(host)) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** What this machine calls itself; asks the system, and {@code localhost} where that does not know. */
    static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Whether only this machine can reach what listens there; of names, only {@code localhost} is known to be so. */
    static boolean isLoopback(String host) {
        if (!IPV4.matcher(host).matches() && !isIpv6(host)) {
            return host.equalsIgnoreCase("localhost");
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
