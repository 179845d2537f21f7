package io.conclave.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No text, and no bytes, that a peer may send makes anything throw. */
class ReplyParsersPropertyTest {

    private static final List<Consumer<String>> PARSERS = List.of(
            SrvrParser::parse,
            MntrParser::parse,
            ConfParser::parse,
            ConsParser::parse,
            EnviParser::parse,
            RuokParser::parse,
            IsroParser::parse,
            AdminParser::error,
            AdminParser::monitor,
            AdminParser::serverStats,
            AdminParser::clientPort,
            PrometheusParser::parse,
            ServerVersion::of);

    private static final List<String> REAL = List.of(
            "leader-3.9.5.srvr",
            "leader-3.9.5.stat",
            "leader-3.9.5.conf",
            "leader-3.9.5.cons",
            "leader-3.9.5.envi",
            "observer-3.9.5.server_stats.json",
            "looking-3.9.5.srvr",
            "not-whitelisted-3.9.5.mntr");

    @Property(tries = 300)
    void anyBytesAreClassifiedAndParsedWithoutAThrow(@ForAll byte[] bytes, @ForAll boolean reset) {
        for (FourLetterWord word : FourLetterWord.values()) {
            assertThat(Reply.of(word, bytes, reset)).isNotNull();
        }
        parseAll(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 300)
    void anyTextIsParsedWithoutAThrow(@ForAll String text) {
        parseAll(text);
    }

    @Property(tries = 500)
    void damagedRealReplyIsParsedWithoutAThrow(@ForAll("damaged") String text) {
        parseAll(text);
    }

    @Property(tries = 500)
    void partOfARealReplyIsNeverTakenForAWholeOne(@ForAll("cut") String text) {
        Reply reply = Reply.of(FourLetterWord.SRVR, text.getBytes(StandardCharsets.UTF_8), false);

        assertThat(reply instanceof Reply.Text).isEqualTo(text.endsWith("\n") && !text.startsWith("This"));
    }

    private static void parseAll(String text) {
        for (Consumer<String> parser : PARSERS) {
            assertThatCode(() -> parser.accept(text)).doesNotThrowAnyException();
        }
    }

    @Provide
    Arbitrary<String> damaged() {
        return Combinators.combine(
                        Arbitraries.of(REAL).map(Replies::read),
                        Arbitraries.integers().between(0, 2_000),
                        Arbitraries.strings().ofMaxLength(12))
                .as((text, at, inserted) -> {
                    int place = at % (text.length() + 1);
                    int after = Math.min(text.length(), place + inserted.length() / 2);
                    return text.substring(0, place) + inserted + text.substring(after);
                });
    }

    @Provide
    Arbitrary<String> cut() {
        String whole = Replies.read("leader-3.9.5.srvr");
        return Arbitraries.integers().between(1, whole.length()).map(end -> whole.substring(0, end));
    }
}
