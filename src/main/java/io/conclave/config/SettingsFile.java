package io.conclave.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads a settings file: Java properties in UTF-8, keyed by the settings' names. */
final class SettingsFile {

    private SettingsFile() {}

    /**
     * The settings in the file.
     *
     * @throws BadSettingException where the file cannot be read, or has a key twice or one that is no setting
     */
    static Map<String, String> read(Path file) {
        Map<String, String> values = new TreeMap<>();
        // Properties would let the last of two lines with one key win without a word.
        Properties strict = new Properties() {
            @Override
            public synchronized Object put(Object key, Object value) {
                if (values.put((String) key, (String) value) != null) {
                    throw new BadSettingException((String) key, key + " is there twice in " + file);
                }
                return null;
            }
        };
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            strict.load(in);
        } catch (NoSuchFileException e) {
            throw new BadSettingException("--config", "--config " + file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new BadSettingException("--config", "--config " + file + ": is not a text in UTF-8");
        } catch (IOException e) {
            throw new BadSettingException("--config", "--config " + file + ": cannot be read, " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new BadSettingException("--config", "--config " + file + ": " + e.getMessage());
        }
        requireKnown(file, values);
        return values;
    }

    private static void requireKnown(Path file, Map<String, String> values) {
        List<String> names = KnownSettings.all().stream().map(Setting::name).toList();
        for (String key : values.keySet()) {
            if (!names.contains(key)) {
                throw new BadSettingException(
                        key,
                        key + " in " + file + " is no setting; there are "
                                + names.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }
}
