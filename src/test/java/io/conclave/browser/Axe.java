package io.conclave.browser;

import com.deque.html.axecore.args.AxeRunOnlyOptions;
import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Set;

/** What axe-core finds on a page by the rules of WCAG 2.2, levels A and AA, contrast among them. */
final class Axe {

    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private Axe() {}

    /**
     * Each violation that is serious or critical, with its rule, its elements and what is wrong with them. Meanwhile
     * the page is one for whoever wants nothing to move: what comes by fading in is half transparent for a moment.
     */
    static List<String> graveViolations(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        try {
            Look.awaitStill(page);
            return find(page);
        } finally {
            page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(null));
            // What appears by an animation appears once more.
            Look.awaitStill(page);
        }
    }

    private static List<String> find(Page page) {
        AxeRunOnlyOptions only = new AxeRunOnlyOptions();
        only.setType("tag");
        only.setValues(RULES);
        AxeRunOptions options = new AxeRunOptions();
        options.setRunOnly(only);
        options.setResultTypes(List.of("violations"));
        // The other mode takes its results together in a second page, which our policy knows nothing of.
        return new AxeBuilder(page)
                .setLegacyMode(true).options(options).analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .flatMap(rule -> rule.getNodes().stream()
                                .map(node -> rule.getId() + " at " + node.getTarget() + ": " + node.getFailureSummary()
                                        + " in " + node.getHtml()))
                        .toList();
    }
}
