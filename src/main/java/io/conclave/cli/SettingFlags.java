package io.conclave.cli;

import io.conclave.config.Setting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The settings as flags of a command, so that a setting that exists has its flag and its line in the help. */
final class SettingFlags {

    private SettingFlags() {}

    /** Gives the command a flag for each setting. */
    static void add(CommandSpec command, List<Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            command.addOption(OptionSpec.builder(setting.flag())
                    .type(String.class)
                    .paramLabel(setting.label())
                    .description(description(setting).replace("%", "%%"))
                    .build());
        }
    }

    private static String description(Setting<?> setting) {
        return setting.description() + (setting.defaultText().isEmpty() ? "" : " (" + setting.defaultText() + ")");
    }

    /** What the command line gave, by the settings' names. */
    static Map<String, String> given(ParseResult parsed, List<Setting<?>> settings) {
        Map<String, String> given = new TreeMap<>();
        for (Setting<?> setting : settings) {
            String value = parsed.matchedOptionValue(setting.flag(), null);
            if (value != null) {
                given.put(setting.name(), value);
            }
        }
        return given;
    }
}
