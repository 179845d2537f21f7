package io.conclave.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.conclave.bus.Reason;
import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One vocabulary of reasons: none without a code and a sentence in both languages. */
class ReasonsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[A-Za-z]+}");

    static Stream<Reason> reasons() {
        List<Reason> all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.conclave").stream()
                        .filter(type -> type.isEnum() && type.isAssignableTo(Reason.class))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getEnumConstants()))
                        .map(Reason.class::cast)
                        .toList();
        assertThat(all).hasSizeGreaterThan(20);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void everyReasonHasACodeAndASentenceInBothLanguages(Reason reason) {
        assertThat(reason.code()).matches("[a-z0-9]+(_[a-z0-9]+)*");
        assertThat(reason.english()).isNotBlank().matches("\\p{ASCII}+");
        assertThat(reason.chinese().codePoints().anyMatch(c -> UnicodeScript.of(c) == UnicodeScript.HAN))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void chineseSentenceSaysWithTheSameFactsAsTheEnglishOneOrFewer(Reason reason) {
        assertThat(placeholders(reason.english())).containsAll(placeholders(reason.chinese()));
    }

    private static TreeSet<String> placeholders(String template) {
        TreeSet<String> names = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(template);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }
}
