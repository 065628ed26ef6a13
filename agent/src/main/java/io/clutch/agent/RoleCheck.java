package io.clutch.agent;

import java.util.Optional;

/** One reason for which a JVM may not be a master. */
interface RoleCheck {

    /** Returns why this launch is to be left alone, or nothing if this check knows of no reason. */
    Optional<Reason> against(LaunchFacts facts);
}
