package io.conclave.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files on the page: thousands of them, what comes in, and what is done to one. */
class FileTablePageIT extends BrowserTest {

    private static final int MANY = 5_000;
    private static final int MOST_DRAWN = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeAll
    static void start() throws Exception {
        launch(AT_REST);
        product.send("POST", "/api/files/bulk-generate", "{\"count\":" + MANY + ",\"size_bytes\":10}");
    }

    @BeforeEach
    void open() {
        page = open(1440);
    }

    private static Page open(int width) {
        Page opened = browser.open(address("workload"), width, 900);
        assertThat(opened.locator("[data-file]").first()).isVisible(visible());
        return opened;
    }

    @Test
    void thousandsOfRowsAreReadPageByPageAndOnlyThoseInSightAreDrawn() {
        assertThat(page.locator("[role=grid]")).hasAttribute("aria-rowcount", Pattern.compile("[5-9]\\d{3}"));
        page.locator("[data-file]").first().focus();
        for (int presses = 0; presses < 5; presses++) {
            page.keyboard().press("End");
            int read = 200 * (presses + 1) + 1;
            assertThat(page.locator("[data-file]:focus"))
                    .hasAttribute("aria-rowindex", Integer.toString(read), attribute());
            assertThat(page.locator("[data-file]").count()).isLessThan(MOST_DRAWN);
            page.waitForFunction(
                    "read => Number(document.querySelector('.file-foot').textContent.replace(/\\D/g, '')) > read",
                    read - 1);
        }
        page.keyboard().press("PageUp");
        page.keyboard().press("ArrowUp");
        page.keyboard().press("Home");
        assertThat(page.locator("[data-file]:focus")).hasAttribute("aria-rowindex", "2", attribute());
    }

    @Test
    void searchNodeAndOrderAreTheServers() throws Exception {
        product.upload("needle-Ärger.txt", bytes("a".repeat(5_000)));
        product.upload("NEEDLE-b.txt", bytes("b"));

        page.locator("[data-filter=file-name]").fill("needle");
        assertThat(page.locator("[data-file]")).hasCount(2, counted());
        assertThat(page.locator("[data-total]")).containsText("2 files");
        sortBy("size", "descending");
        assertThat(page.locator("[data-file]").first()).containsText("needle-Ärger.txt", contained());
        sortBy("size", "ascending");
        assertThat(page.locator("[data-file]").first()).containsText("NEEDLE-b.txt", contained());
        page.locator("[data-filter=file-name]").fill("ärger");
        assertThat(page.locator("[data-file]")).hasCount(1, counted());
        page.locator("[data-filter=file-name]").fill("no such name");
        assertThat(page.locator("[data-empty]")).containsText("No file is like that", contained());

        page.locator("[data-filter=file-name]").fill("");
        page.locator("[data-filter=file-node]").selectOption("zk2");
        assertThat(page.locator("[data-file] .file-node-cell").first()).containsText("zk2", contained());
        assertThat(page.locator("[data-file] .file-node-cell")
                        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("zk[13]"))))
                .hasCount(0, counted());
    }

    @Test
    void fileThatMovesTellsSoWhereItStandsAndItsHistoryTellsWhy() throws Exception {
        // The scheduler moves the newest file of the fullest node.
        product.send("POST", "/api/demo/stress", "{\"node\":\"zk1\",\"files\":20}");
        product.send("POST", "/api/scheduler/run", null);
        JsonNode moved = files("?sort=updated&limit=1").get("files").get(0);
        assertThat(moved.get("history").size()).isGreaterThan(1);

        page.locator("[data-filter=file-name]").fill(moved.get("name").asText());
        assertThat(page.locator("[data-file]")).hasCount(1, counted());
        page.locator("[data-action=open-file]").click();
        Locator entry = page.locator("[data-detail] [data-history]").first();
        assertThat(entry).containsText("zk1", contained());
        assertThat(entry).containsText(moved.get("node").asText());
        assertThat(page.locator("[data-detail]"))
                .containsText(moved.get("sha256").asText());
        entry.locator("[data-action=why-entry]").click();
        assertThat(page.locator("dialog[data-why=operation]")).isVisible(visible());
        page.locator("[data-action=close-why]").click();
        page.locator("[data-action=close-file]").click();
        assertThat(page.locator("[data-detail]")).hasCount(0);
    }

    @Test
    void downloadGivesTheSameBytesAndDeletionTakesTheRowAway() throws Exception {
        product.upload("to <b>go.txt", bytes("exactly this"));
        page.locator("[data-filter=file-name]").fill("to <b>go");
        assertThat(page.locator("[data-file]")).hasCount(1, counted());
        assertThat(page.locator("[data-file] bdi")).hasText("to <b>go.txt");

        Download download = page.waitForDownload(
                () -> page.locator("[data-file] [data-action=download-file]").click());
        assertThat(Files.readString(download.path())).isEqualTo("exactly this");

        page.locator("[data-file] [data-action=delete-file]").click();
        assertThat(page.locator("dialog[open]")).containsText("are lost");
        page.locator("[data-action=confirm]").click();
        assertThat(page.locator("[data-file][data-state=removed], [data-empty]").first())
                .isVisible(visible());
        assertThat(files("?query=to%20%3Cb%3Ego").get("files")).isEmpty();
    }

    @Test
    void manyThatAreTickedAreDeletedTogether() throws Exception {
        for (int i = 0; i < 7; i++) {
            product.upload("batch-" + i + ".txt", bytes("x"));
        }
        page.locator("[data-filter=file-name]").fill("batch-");
        assertThat(page.locator("[data-file]")).hasCount(7, counted());
        page.locator("[data-action=tick-all]").check();
        assertThat(page.locator("[data-chosen='7']")).isVisible();
        page.locator("[data-action=delete-chosen]").click();
        assertThat(page.locator("dialog[open]")).containsText("and 2 more");
        page.locator("[data-action=confirm]").click();
        assertThat(page.locator("[data-deletion=done]")).containsText("7 of 7 deleted", contained());
        assertThat(files("?query=batch-").get("files")).isEmpty();
    }

    @Test
    void filesThatAreDroppedAnywhereAreUploadedWithTheReasonForTheirNodeAndAppearInTheTable() {
        page.evaluate(
                """
                () => {
                  const drag = new DataTransfer();
                  drag.items.add(new File(['first'], 'dropped-one.txt'));
                  drag.items.add(new File(['second'], 'dropped-two.txt'));
                  window.drag = drag;
                  document.querySelector('.files').dispatchEvent(
                    new DragEvent('dragover', { dataTransfer: drag, bubbles: true, cancelable: true }));
                }""");
        assertThat(page.locator("[data-overlay]")).isVisible();
        page.evaluate("() => document.querySelector('.files').dispatchEvent("
                + "new DragEvent('drop', { dataTransfer: window.drag, bubbles: true, cancelable: true }))");
        assertThat(page.locator("[data-overlay]")).hasCount(0);
        assertThat(page.locator(".upload[data-phase=done]")).hasCount(2, counted());
        Locator upload = page.locator(".upload[data-phase=done]").first();
        assertThat(upload).containsText("the least loaded with");
        upload.locator("summary").click();
        assertThat(upload.locator("[data-verdict]")).hasCount(3);
        assertThat(page.locator("[data-file]").filter(new Locator.FilterOptions().setHasText("dropped-two.txt")))
                .isVisible(visible());
    }

    @Test
    void rowsStayWhereTheyAreUnderAReaderWhoIsToldWhatIsNew() throws Exception {
        Locator first = page.locator("[data-file]").first();
        String id = first.getAttribute("data-file");
        first.focus();
        product.upload("came-meanwhile.txt", bytes("x"));

        assertThat(page.locator("[data-action=show-news]")).containsText("Show what is new (1)", contained());
        assertThat(page.locator("[data-file]").first()).hasAttribute("data-file", id);
        page.locator("[data-action=show-news]").click();
        assertThat(page.locator("[data-file]").first()).containsText("came-meanwhile.txt", contained());
    }

    @Test
    void bulkAndStressMakeFilesAndTheServersLimitsStandAtTheirFields() {
        page.locator("[data-field=count] input").fill("0");
        page.locator("[data-action=make]").click();
        assertThat(page.locator("[data-field=count]")).containsText("from 1 to 10000", contained());
        page.locator("[data-field=count] input").fill("30");
        page.locator("[data-action=make]").click();
        assertThat(page.locator("[data-made='30']")).containsText("go one by one", contained());

        page.locator("[data-make=stress]").click();
        page.locator("[data-field=files] input").fill("9");
        page.locator("[data-field=node] select").selectOption("zk3");
        page.locator("[data-action=trigger]").click();
        page.locator("[data-action=make]").click();
        assertThat(page.locator("[data-made='9']")).containsText("zk3 9", contained());
        assertThat(page.locator("[data-made='9']")).containsText("round that followed");
    }

    @Test
    void demoTrafficIsSetAndTickedByHand() {
        page.locator(".files-in [data-field=interval] input").fill("0");
        page.locator("[data-action=save-traffic]").click();
        assertThat(page.locator(".files-in [data-field=interval].wrong")).containsText("3600", contained());
        page.locator(".files-in [data-field=interval] input").fill("50");
        page.locator("[data-action=save-traffic]").click();
        assertThat(page.locator("section:has([data-action=workload])")).containsText("50 s", contained());
        page.locator("[data-action=tick]").click();
        assertThat(page.locator(".notices")).containsText(Pattern.compile("tasks? made"), contained());
    }

    @Test
    void narrowScreenShowsCardsWithoutScrollingSideways() {
        Page narrow = open(360);
        assertThat(narrow.locator("[data-file]").first().boundingBox().height).isGreaterThan(60);
        assertThat(narrow.locator(".narrow-sort select")).isVisible();
        assertThat(narrow.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0);
        narrow.context().close();
    }

    private void sortBy(String column, String direction) {
        page.locator("[data-sort=" + column + "]").click();
        assertThat(page.locator("[role=columnheader][aria-sort]")).hasAttribute("aria-sort", direction, attribute());
    }

    private static JsonNode files(String query) throws Exception {
        return JSON.readTree(product.get("/api/files" + query).body());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
