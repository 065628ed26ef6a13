package io.clutch.agent;

import java.util.Optional;

/** {@code enabled=false} or {@code workers=0}. */
final class SwitchedOff implements RoleCheck {

    @Override
    public Optional<Reason> against(LaunchFacts facts) {
        if (Glance.at("enabled", facts).equals("false")) {
            return Optional.of(Reason.quiet("switched off by enabled=false"));
        }
        return isZero(Glance.at("workers", facts))
                ? Optional.of(Reason.quiet("switched off by workers=0"))
                : Optional.empty();
    }

    private static boolean isZero(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) != '0') {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
