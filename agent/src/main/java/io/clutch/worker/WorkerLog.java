package io.clutch.worker;

import io.clutch.options.LogLevel;
import io.clutch.options.Logging;
import org.slf4j.LoggerFactory;

/**
 * The log of a worker. Started with its first line: most workers never say anything, and slf4j
 * costs start-up time.
 */
final class WorkerLog {

    private static volatile LogLevel level = LogLevel.INFO;

    private WorkerLog() {}

    static void level(LogLevel wanted) {
        level = wanted;
    }

    static void warn(String text, Object... values) {
        Started.LOG.warn(text, values);
    }

    private static final class Started {
        private static final org.slf4j.Logger LOG;

        static {
            Logging.configure(level);
            LOG = LoggerFactory.getLogger(Logging.LOGGER);
        }
    }
}
