package io.clutch.worker;

import io.clutch.options.LogLevel;
import io.clutch.options.Logging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts slf4j with the first line that is to be written: that takes time no worker should lose.
 */
final class LazyLog implements WorkerLog {

    private final LogLevel level;
    private Logger logger;

    LazyLog(LogLevel level) {
        this.level = level;
    }

    @Override
    public void debug(String line) {
        if (writes(LogLevel.DEBUG)) {
            logger().debug(line);
        }
    }

    @Override
    public void warn(String line) {
        if (writes(LogLevel.WARN)) {
            logger().warn(line);
        }
    }

    @Override
    public void error(String line, Throwable cause) {
        if (writes(LogLevel.ERROR)) {
            logger().error(line, cause);
        }
    }

    private boolean writes(LogLevel wanted) {
        return level.compareTo(wanted) >= 0;
    }

    private synchronized Logger logger() {
        if (logger == null) {
            Logging.configure(level);
            logger = LoggerFactory.getLogger(Logging.LOGGER);
        }
        return logger;
    }
}
