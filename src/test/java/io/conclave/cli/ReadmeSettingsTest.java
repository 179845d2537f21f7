package io.conclave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.config.KnownSettings;
import io.conclave.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's table of settings is the code's. */
class ReadmeSettingsTest {

    @Test
    void readmeListsEverySettingWithItsDefaultAndWhatIsAllowed() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(KnownSettings.all()).allSatisfy(setting -> assertThat(readme).contains(row(setting)));
    }

    private static String row(Setting<?> setting) {
        String byDefault = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
        return "| `" + setting.name() + "` | " + byDefault + " | " + setting.description() + " | " + setting.allowed()
                + " |\n";
    }
}
