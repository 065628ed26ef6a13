package io.clutch.agent;

import java.util.List;

/** What this JVM is to be. */
sealed interface Role {

    /**
     * Not Clutch's business: the application runs as if the agent were not there.
     *
     * @param reasons why, one or more
     */
    record Bystander(List<Reason> reasons) implements Role {

        /**
         * Returns whether to say so: only if nothing but a loud reason keeps this JVM from being
         * clustered.
         */
        boolean isLoud() {
            for (Reason reason : reasons) {
                if (reason.loudness() == Reason.Loudness.QUIET) {
                    return false;
                }
            }
            return true;
        }

        /** Returns the reasons in one line. */
        String text() {
            StringBuilder text = new StringBuilder();
            for (Reason reason : reasons) {
                text.append(text.length() == 0 ? "" : "; ").append(reason.text());
            }
            return text.toString();
        }
    }

    /** Runs the application in a slot. */
    record Worker() implements Role {}

    /** Supervises. */
    record Master() implements Role {}
}
