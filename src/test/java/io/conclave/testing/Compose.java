package io.conclave.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The stack's file under a real Compose. */
public final class Compose {

    private static final Path FILE = Path.of("stack/docker-compose.yml");

    private Compose() {}

    /**
     * The file as Compose understands it, with all that is included and interpolated in its place.
     *
     * @param environment what is found in the environment, which is empty otherwise
     */
    public static JsonNode config(Map<String, String> environment) throws IOException, InterruptedException {
        Path output = Files.createTempFile("compose", ".yml");
        Path errors = Files.createTempFile("compose", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command("config"))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put("PATH", System.getenv("PATH"));
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("Compose refuses " + FILE + ":\n" + Files.readString(errors));
            }
            return new YAMLMapper().readTree(output.toFile());
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /** Runs a command of Compose on an engine and gives what it printed; fails where the command does. */
    public static String run(DockerEngine engine, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        DockerEngine.Outcome outcome = engine.attempt(command(arguments), new TreeMap<>(environment));
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("docker-compose " + String.join(" ", arguments) + " ended with exit code "
                    + outcome.exitCode() + ":\n" + outcome.output());
        }
        return outcome.output();
    }

    private static List<String> command(String... arguments) {
        Path program = DockerEngine.find("docker-compose")
                .orElseThrow(() -> RealParts.missing("no docker-compose among this machine's programs"));
        List<String> command = new ArrayList<>(List.of(program.toString(), "--file", FILE.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
