package io.conclave.ensemble;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the reply of {@code conf}, of 3.4 to 3.9: {@code name=value} lines, and since 3.5 the membership as
 * {@code server.1=host:2888:3888:participant;0.0.0.0:2181} lines. Lines of another form are skipped; it throws for no
 * text at all.
 */
final class ConfParser {

    /** Number, first address (several are joined by {@code |}), learner type, client address. */
    private static final Pattern MEMBER = Pattern.compile(
            "server\\.(\\d{1,18})=(\\[[0-9a-fA-F:.%]{2,60}]|[^:;|\\[\\]]{1,255}):[^;]{1,500}?(?::(participant|observer))?(?:;(?:.{0,255}:)?(\\d{1,5}))?");

    private ConfParser() {}

    /** Reads what there is. */
    static ConfReply parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        List<EnsembleMember> members = new ArrayList<>();
        for (String line : ReplyLines.complete(text)) {
            int equals = line.indexOf('=');
            if (line.startsWith("server.")) {
                member(line, members);
            } else if (equals > 0) {
                values.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new ConfReply(Collections.unmodifiableMap(values), List.copyOf(members));
    }

    private static void member(String line, List<EnsembleMember> members) {
        Matcher matcher = MEMBER.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        Long clientPort = Numbers.whole(matcher.group(4));
        members.add(new EnsembleMember(
                Long.parseLong(matcher.group(1)),
                matcher.group(2).replace("[", "").replace("]", ""),
                !"observer".equals(matcher.group(3)),
                clientPort == null ? null : clientPort.intValue()));
    }
}
