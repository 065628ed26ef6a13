package io.clutch.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;

class RuntimeArgumentsTest {

    @Test
    void areThoseThatTheManagementInterfaceTells() {
        assertThat(RuntimeArguments.of(ByteBuddyAgent.install()))
                .isEqualTo(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    @Test
    void areEmptyWhereTheJvmCannotBeAsked() {
        assertThat(RuntimeArguments.of(null)).isEmpty();
    }
}
