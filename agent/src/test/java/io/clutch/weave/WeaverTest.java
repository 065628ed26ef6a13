package io.clutch.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;

class WeaverTest {

    /** What a redefinition that fails must leave as it is. */
    private static final class Victim {}

    @Test
    void weavesTheSameBytesEveryTime() throws WeavingException {
        var woven = Weaver.weave();

        assertThat(woven.keySet())
                .extracting(Class::getName)
                .containsExactly(
                        "java.net.ServerSocket",
                        "sun.nio.ch.ServerSocketChannelImpl",
                        "sun.nio.ch.AsynchronousServerSocketChannelImpl",
                        "sun.nio.ch.Net",
                        "sun.nio.ch.UnixDomainSockets",
                        "java.lang.Runtime",
                        "java.lang.management.ManagementFactory");
        assertThat(Weaver.weave().values()).containsExactlyElementsOf(woven.values());
    }

    @Test
    void wovenCodeReachesTheHooksByNameOnly() throws WeavingException {
        for (var bytes : Weaver.weave().values()) {
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(text).contains("io.clutch.hook.").doesNotContain("io/clutch", "bytebuddy");
        }
    }

    @Test
    void everyMethodThatIsToBeWovenExists() throws Exception {
        for (var target : Target.present()) {
            var methods = target.load().getDeclaredMethods();
            for (var cut : target.cuts()) {
                assertThat(methods)
                        .as("%s in %s", cut, target)
                        .anyMatch(
                                method ->
                                        method.getName().equals(cut.method())
                                                && method.getParameterCount() == cut.parameters());
            }
        }
    }

    @Test
    void leavesByteBuddysSettingAsItWas() throws WeavingException {
        var key = "net.bytebuddy.experimental";
        assertThat(System.getProperty(key)).isNull();
        Weaver.weave();
        assertThat(System.getProperty(key)).isNull();
    }

    @Test
    void saysWhyTheJvmTakesNothing() {
        assertThatExceptionOfType(WeavingException.class)
                .isThrownBy(
                        () ->
                                Redefinition.apply(
                                        ByteBuddyAgent.install(),
                                        Map.of(Victim.class, new byte[] {1, 2, 3})))
                .withMessageContaining("the JVM does not redefine its classes")
                .withMessageContaining("ClassFormatError");
    }
}
