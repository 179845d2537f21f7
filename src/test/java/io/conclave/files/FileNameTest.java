package io.conclave.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.conclave.bus.ProblemException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name comes back as it was given, or is refused. */
class FileNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "..\\x",
                "%2e%2e%2fx",
                "%252e%252e%252fx",
                "%25252e%25252e%25252fx",
                "%2525252fx",
                "/etc/passwd",
                "C:\\boot.ini",
                "a/b",
                "..",
                ".",
                "%2e",
                "a\u0000b",
                "a%00b",
                "a\nb",
                "a%0d%0aSet-Cookie: x",
                "a\u007fb",
                "a\u0085b",
                "a\u2028b",
                "txt.\u202Eexe",
                "a\u2066b",
                "",
                " ",
                "\u3000",
                "\ud800"
            })
    void nameThatIsAPathOrDeceivesIsRefused(String name) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> FileName.checked(name));

        assertThat(refusal.problem().status()).isEqualTo(400);
        assertThat(refusal.problem().code()).isEqualTo("invalid_name");
        assertThat(refusal.problem().field()).isEqualTo("name");
        assertThat(refusal.problem().allowed()).contains("255");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "é.txt",
                "e\u0301.txt",
                "🦊.txt",
                "a.",
                "a ",
                " a",
                "-rf",
                "CON",
                "...",
                "..a",
                "100%",
                "50%zz",
                "<img src=x onerror=alert(1)>",
                "=cmd|' '!A0",
                "名前.txt"
            })
    void harmlessNameComesBackAsItWas(String name) {
        assertThat(FileName.checked(name)).isEqualTo(name);
    }

    @Test
    void nameOf255BytesIsKeptAndOneMoreIsRefused() {
        assertThat(FileName.checked("é".repeat(127) + "x")).hasSize(128);

        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> FileName.checked("é".repeat(128)));
        assertThat(refusal.problem().detail()).contains("256 bytes");
    }

    @Property
    void whateverIsGivenComesBackUnchangedOrIsRefusedAsAName(@ForAll String name) {
        try {
            assertThat(FileName.checked(name)).isSameAs(name).doesNotContain("/", "\\", "\0", "\n");
        } catch (ProblemException refusal) {
            assertThat(refusal.problem().field()).isEqualTo("name");
        }
    }
}
