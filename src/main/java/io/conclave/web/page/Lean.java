package io.conclave.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is for those who write the page and not for those who look at it stays behind: comments, which are a seventh of
 * all bytes on the wire, indents, which are a fortieth, and the parting of the style into sheets, of which each costs a
 * request.
 */
final class Lean {

    private static final Pattern SHEET = Pattern.compile("\\s*<link rel=\"stylesheet\" href=\"/ui/(.+?)\">");
    private static final String ONE_SHEET = "css/page.css";

    private Lean() {}

    /**
     * Empties the lines that are nothing but comment, so that those left keep the numbers that a console tells, and has
     * each begin with its first word. Looks at how a line begins and ends: there must be no text of several lines in
     * which that matters.
     */
    static String withoutCommentsAndIndents(String source) {
        List<String> lines = new ArrayList<>();
        boolean inBlock = false;
        for (String line : source.split("\n", -1)) {
            String text = line.strip();
            boolean opens = !inBlock && text.startsWith("/*");
            boolean comment = inBlock || opens || text.startsWith("//");
            inBlock = (inBlock || opens) && !text.endsWith("*/");
            lines.add(comment ? "" : line.stripLeading());
        }
        return String.join("\n", lines);
    }

    /** Puts one sheet in the place of those that the index names, in their order. */
    static void oneSheet(String index, Map<String, String> texts) {
        var style = new StringBuilder();
        Matcher sheets = SHEET.matcher(texts.get(index));
        while (sheets.find()) {
            style.append(texts.remove(sheets.group(1))).append('\n');
        }
        texts.put(ONE_SHEET, style.toString());
        sheets.reset();
        texts.put(
                index,
                sheets.replaceAll("")
                        .replaceFirst("\\s*</head>", "\n  <link rel=\"stylesheet\" href=\"/ui/" + ONE_SHEET + "\">$0"));
    }
}
