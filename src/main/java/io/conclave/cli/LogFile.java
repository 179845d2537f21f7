package io.conclave.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * The controller's log on disk, below the data folder: {@code logs/controller.log}, rolled over each day and at 10 MB,
 * with 100 MB kept. The console's log is set up before the data folder is known, so this one is added afterwards.
 */
final class LogFile {

    private static final String NAME = "controller";

    private LogFile() {}

    /** Where it is written. */
    static Path in(Path dataDir) {
        return dataDir.resolve("logs").resolve(NAME + ".log");
    }

    /** Adds the file to whatever logs already. */
    static void below(Path dataDir) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Path folder = dataDir.resolve("logs");
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36} - %msg%n");
        encoder.start();

        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName(NAME);
        appender.setFile(in(dataDir).toString());
        appender.setEncoder(encoder);

        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(
                folder.resolve(NAME + ".%d{yyyy-MM-dd}.%i.log").toString());
        rolling.setMaxFileSize(new FileSize(10 * FileSize.MB_COEFFICIENT));
        rolling.setMaxHistory(14);
        rolling.setTotalSizeCap(new FileSize(100 * FileSize.MB_COEFFICIENT));
        rolling.start();

        appender.setRollingPolicy(rolling);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }
}
