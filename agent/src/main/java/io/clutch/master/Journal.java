package io.clutch.master;

import org.slf4j.Logger;

/**
 * The supervisor's log. Until the cluster has listened for the first time it keeps to itself, at
 * debug level, what would be news: a program that never listens shall look as it does without
 * Clutch.
 */
final class Journal {

    private final Logger log;
    private boolean open;

    Journal(Logger log) {
        this.log = log;
    }

    /** Begins to tell the news. */
    void open() {
        open = true;
    }

    /** Tells news. */
    void info(String line) {
        if (open) {
            log.info("{}", line);
        } else {
            log.debug("{}", line);
        }
    }

    /** Tells news that somebody should look into. */
    void warn(String line) {
        if (open) {
            log.warn("{}", line);
        } else {
            log.debug("{}", line);
        }
    }

    /** Tells of trouble that has nothing to do with the application, whether open or not. */
    void trouble(String line) {
        log.warn("{}", line);
    }

    /** Tells that the trouble is over. */
    void relief(String line) {
        log.info("{}", line);
    }

    void error(String line) {
        log.error("{}", line);
    }

    void debug(String line) {
        log.debug("{}", line);
    }
}
