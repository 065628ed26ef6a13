package io.clutch.posix;

import java.io.IOException;

/**
 * The fields of {@code /proc/self/stat} that somebody here asks for.
 *
 * @param parentPid the parent's process id
 * @param group the process group
 * @param terminal the controlling terminal's device number, 0 for none
 * @param foregroundGroup the process group in the foreground of that terminal, -1 for none
 */
record ProcessStat(long parentPid, long group, long terminal, long foregroundGroup) {

    static ProcessStat parse(String line) throws IOException {
        // The second field is the command's name in parentheses, and may itself hold spaces and
        // parentheses.
        String[] fields = line.substring(line.lastIndexOf(')') + 1).trim().split("\\s+");
        try {
            return new ProcessStat(
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[4]),
                    Long.parseLong(fields[5]));
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("not the form of /proc/self/stat: " + line.trim(), e);
        }
    }
}
