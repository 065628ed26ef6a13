package io.clutch.agent;

import java.util.Optional;

/** A system whose ports cannot be shared the way that Clutch does it. */
final class NotLinux implements RoleCheck {

    @Override
    public Optional<Reason> against(LaunchFacts facts) {
        return facts.osName().equals("Linux")
                ? Optional.empty()
                : Optional.of(
                        Reason.warning("Clutch needs Linux, this is ".concat(facts.osName())));
    }
}
