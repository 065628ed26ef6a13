package io.clutch.cli;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where the command line runs.
 *
 * @param masters looks for masters; called only by commands that need to know
 * @param proc {@code /proc}
 * @param version Clutch's version
 */
record Place(Supplier<Masters> masters, Path proc, String version) {}
