package io.clutch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleDecisionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdk.compiler/com.sun.tools.javac.Main -version | jdk.compiler",
                "jdk.jcmd/sun.tools.jcmd.JCmd -l | jdk.jcmd",
                "jdk.jcmd/sun.tools.jps.Jps | jdk.jcmd",
                "java.base/sun.security.tools.keytool.Main -help | java.base",
                "jdk.jartool/sun.tools.jar.Main tf a.jar | jdk.jartool",
                "jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider | jdk.jshell",
                "jdk.jlink/jdk.tools.jlink.internal.Main --version | jdk.jlink",
                "java.rmi/sun.rmi.registry.RegistryImpl 1099 | java.rmi",
                "jdk.httpserver/sun.net.httpserver.simpleserver.JWebServer -p 0 | jdk.httpserver",
                "jdk.httpserver -p 0 | jdk.httpserver",
                "jdk.jshell.execution.RemoteExecutionControl 41713 | ''",
                "com.sun.tools.javac.Main A.java | ''",
                "sun.security.tools.keytool.Main -list | ''",
            })
    void toolsOfTheJdkAreLeftAloneAndPayNothing(String command, String module) {
        FakeLaunch launch = FakeLaunch.of(command).module(module);

        assertQuietBystander(launch);
        assertThat(launch.askedForOptions).isFalse();
        assertThat(launch.askedForPorts).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.codehaus.plexus.classworlds.launcher.Launcher clean verify",
                "org.codehaus.classworlds.Launcher \"install\"",
                "org.apache.maven.wrapper.MavenWrapperMain verify",
                "org.apache.maven.surefire.booter.ForkedBooter /w/target/surefire"
                        + " 2026-11-23T12-00-00 surefire1 surefire2",
                "/w/target/surefire/surefirebooter-20261123120000123_3.jar /w/target/surefire 2026"
                        + " surefire_0 tmp",
                "/opt/some one/w/target/surefire/surefirebooter-2026.jar /opt/some"
                        + " one/w/target/surefire 2026",
                "org.mvndaemon.mvnd.client.DefaultClient verify",
                "org.mvndaemon.mvnd.common.MavenDaemon",
                "org.gradle.wrapper.GradleWrapperMain build",
                "/w/gradle/wrapper/gradle-wrapper.jar build",
                "org.gradle.launcher.GradleMain build",
                "/opt/gradle/lib/gradle-gradle-cli-main-9.2.0.jar build",
                "org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.14",
                "worker.org.gradle.process.internal.worker.GradleWorkerMain 'Gradle Test Executor"
                        + " 1'",
                "org.apache.tools.ant.launch.Launcher -cp x test",
                "/opt/ant/lib/ant-launcher.jar test",
                "/usr/share/sbt/bin/sbt-launch.jar run",
                "xsbt.boot.Boot run",
                "sbt.ForkMain 41234 false",
                "org.jetbrains.kotlin.daemon.KotlinCompileDaemon --daemon-runFilesPath /x",
                "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler A.kt",
                "clojure.main -m leiningen.core.main ring server",
                "com.intellij.rt.junit.JUnitStarter -ideVersion5 -junit5 com.example.T",
                "org.junit.platform.console.ConsoleLauncher --scan-class-path",
                "org.openjdk.jmh.Main",
                "A-server.jar --max_idle_secs=10800",
            })
    void buildToolsAreLeftAlone(String command) {
        assertQuietBystander(FakeLaunch.of(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.example.Shop --port 8080 | ''",
                "shop/com.example.Shop --port 8080 | shop",
                "shop | shop",
                "jdkless/com.example.Shop | jdkless",
                "wiremock-standalone.jar --port 8080 | ''",
                "/opt/my apps/wiremock standalone.jar --port 8080 | ''",
                "jdk.compiler/com.sun.tools.javac.launcher.Main Server.java | ''",
                "jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher Server.java | ''",
                "org.springframework.boot.loader.launch.JarLauncher | ''",
                "org.springframework.boot.loader.JarLauncher | ''",
                "/srv/app.war --server.port=80 | ''",
                "org.apache.catalina.startup.Bootstrap start | ''",
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint | ''",
                "quarkus-app/quarkus-run.jar | ''",
                "org.eclipse.jetty.start.Main jetty.http.port=1 | ''",
                "/opt/jetty/start.jar | ''",
                "org.jboss.modules.Main -mp /opt/wildfly/modules org.jboss.as.standalone | ''",
                "com.sun.enterprise.glassfish.bootstrap.ASMain -domaindir x | ''",
                "clojure.main -m shop.core | ''",
                "play.core.server.ProdServerStart | ''",
                "com.example.Main surefirebooter.jar | ''",
            })
    void serversAreClustered(String command, String module) {
        assertThat(decide(FakeLaunch.of(command).module(module))).isInstanceOf(Role.Master.class);
    }

    @Test
    void nothingToRunIsLeftAlone() {
        assertQuietBystander(FakeLaunch.of(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:ArchiveClassesAtExit=a.jsa",
                "-XX:AOTCacheOutput=a.aot",
                "-XX:AOTMode=record",
                "-XX:AOTMode=create",
                "-Xshare:dump",
                "-XX:DumpLoadedClassList=a.lst",
                "-XX:+RecordDynamicDumpInfo",
                "AOTMode=record",
                "+DumpSharedSpaces",
                "-agentlib:native-image-agent=config-output-dir=x",
            })
    void runsThatWriteAFileForLaterRunsAreLeftAlone(String option) {
        assertQuietBystander(new FakeLaunch().options("-Xmx1g", option, "-Da=b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:AOTCache=a.aot",
                "-XX:AOTMode=auto",
                "-XX:SharedArchiveFile=a.jsa",
                "-Xshare:auto",
                "-XX:-AutoCreateSharedArchive",
                "-XX:CRaCCheckpointTo=cr",
                "-XX:CRaCRestoreFrom=cr",
                "HeapDumpPath=/x",
                "-Dx=-Xshare:dump",
                "-agentlib:jdwp=transport=dt_socket",
            })
    void runsThatUseSuchAFileAreClustered(String option) {
        assertThat(decide(new FakeLaunch().options(option))).isInstanceOf(Role.Master.class);
    }

    @Test
    void theLastOfContradictingOptionsHolds() {
        assertThat(decide(new FakeLaunch().options("-Xshare:dump", "-Xshare:auto")))
                .isInstanceOf(Role.Master.class);
        assertThat(
                        decide(
                                new FakeLaunch()
                                        .options(
                                                "-XX:+AutoCreateSharedArchive",
                                                "-XX:-AutoCreateSharedArchive")))
                .isInstanceOf(Role.Master.class);
        assertQuietBystander(new FakeLaunch().options("-XX:AOTMode=auto", "-XX:AOTMode=record"));
    }

    @Test
    void anArchiveThatTheJvmMakesByItselfIsWorthALine() {
        Role.Bystander bystander =
                bystander(new FakeLaunch().options("-XX:+AutoCreateSharedArchive"));

        assertThat(bystander.isLoud()).isTrue();
        assertThat(bystander.text()).contains("AutoCreateSharedArchive", "ArchiveClassesAtExit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"enabled=false", "workers=4,enabled=false", "workers=0", "workers= 0 ,x=y"})
    void switchedOffByAgentArguments(String arguments) {
        FakeLaunch launch = new FakeLaunch().arguments("enabled=true,workers=3", arguments);

        assertQuietBystander(launch);
        assertThat(launch.askedForPorts).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "enabled",
                "enabled=true",
                "enabled=flase",
                "workers=",
                "workers=none",
                "workers=00x",
                "name=a\\,enabled=false",
                "disenabled=false"
            })
    void anythingElseIsNotSwitchedOffEvenIfItIsWrong(String arguments) {
        assertThat(decide(new FakeLaunch().arguments(arguments))).isInstanceOf(Role.Master.class);
    }

    @Test
    void laterArgumentsSwitchOnAgain() {
        assertThat(decide(new FakeLaunch().arguments("enabled=false", "workers=2,enabled=true")))
                .isInstanceOf(Role.Master.class);
    }

    @Test
    void propertyGoesBeforeEnvironmentBeforeArguments() {
        FakeLaunch launch = new FakeLaunch().arguments("workers=4");
        launch.environment.put("CLUTCH_WORKERS", "0");
        assertQuietBystander(launch);

        launch.properties.put("clutch.workers", "2");
        assertThat(decide(launch)).isInstanceOf(Role.Master.class);

        launch.properties.put("clutch.enabled", "false");
        assertQuietBystander(launch);
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        FakeLaunch launch = new FakeLaunch().arguments("enabled=false");
        launch.environment.put("CLUTCH_ENABLED", " ");

        assertQuietBystander(launch);
    }

    @Test
    void theMastersChildIsAWorkerWhateverElseHolds() {
        FakeLaunch launch = worker().options("-XX:+AutoCreateSharedArchive");
        launch.ports.add(5005);
        launch.properties.put("clutch.enabled", "false");

        assertThat(decide(launch)).isInstanceOf(Role.Worker.class);
        assertThat(launch.askedForOptions).isFalse();
    }

    @Test
    void aJvmThatAWorkersApplicationStartsIsLeftAlone() {
        FakeLaunch launch = worker();
        launch.parentPid = 4712;
        assertQuietBystander(launch);

        // even one that gets the worker's own options
        launch.properties.put("clutch.slot", "2");
        assertQuietBystander(launch);
    }

    @Test
    void aWorkerWhoseMasterIsGoneIsStillAWorker() {
        FakeLaunch launch = worker();
        launch.parentPid = 1;
        launch.processes.clear();
        assertQuietBystander(launch);

        launch.properties.put("clutch.slot", "2");
        assertThat(decide(launch)).isInstanceOf(Role.Worker.class);
    }

    @Test
    void aSlotWithoutAMasterMeansNothing() {
        FakeLaunch launch = new FakeLaunch();
        launch.environment.put("CLUTCH_SLOT", "2");

        assertThat(decide(launch)).isInstanceOf(Role.Master.class);
    }

    @Test
    void otherSystemsGetOneWarning() {
        FakeLaunch launch = new FakeLaunch();
        launch.osName = "Mac OS X";

        Role.Bystander bystander = bystander(launch);
        assertThat(bystander.isLoud()).isTrue();
        assertThat(bystander.text()).isEqualTo("Clutch needs Linux, this is Mac OS X");
    }

    @Test
    void otherSystemsGetNoneWhereNothingWouldBeClustered() {
        FakeLaunch launch = FakeLaunch.of("jdk.compiler/com.sun.tools.javac.Main");
        launch.osName = "Mac OS X";
        assertQuietBystander(launch);

        launch = new FakeLaunch().arguments("enabled=false");
        launch.osName = "Windows 11";
        assertQuietBystander(launch);
    }

    @Test
    void portsThatAreOpenAlreadyAreNamedWithTheRemedy() {
        FakeLaunch launch = new FakeLaunch();
        launch.ports.add(9404);
        launch.ports.add(5005);

        Role.Bystander bystander = bystander(launch);
        assertThat(bystander.isLoud()).isTrue();
        assertThat(bystander.text()).contains("port 5005, 9404", "put -javaagent:clutch.jar first");
    }

    @Test
    void allReasonsOfAStageAreGivenAndOneQuietReasonMakesItQuiet() {
        FakeLaunch launch = new FakeLaunch().options("-XX:+AutoCreateSharedArchive");
        launch.agentArguments = List.of("enabled=false");
        RoleDecision decision =
                new RoleDecision(List.of(List.of(new SwitchedOff(), new TrainingRun())));

        Role.Bystander bystander = (Role.Bystander) decision.decide(launch);
        assertThat(bystander.reasons()).hasSize(2);
        assertThat(bystander.isLoud()).isFalse();
        assertThat(bystander.text()).contains("enabled=false; ", "AutoCreateSharedArchive");
    }

    @Test
    void switchedOffFromOutsidePaysNothing() {
        FakeLaunch launch = new FakeLaunch();
        launch.environment.put("CLUTCH_ENABLED", "false");

        assertQuietBystander(launch);
        assertThat(launch.askedForOptions).isFalse();
    }

    private static FakeLaunch worker() {
        FakeLaunch launch = new FakeLaunch();
        launch.environment.put("CLUTCH_SLOT", "2");
        launch.environment.put("CLUTCH_MASTER", "4711");
        launch.parentPid = 4711;
        launch.processes.add("4711");
        return launch;
    }

    private static void assertQuietBystander(FakeLaunch launch) {
        assertThat(bystander(launch).isLoud()).isFalse();
    }

    private static Role.Bystander bystander(FakeLaunch launch) {
        Role role = decide(launch);
        assertThat(role).isInstanceOf(Role.Bystander.class);
        return (Role.Bystander) role;
    }

    private static Role decide(FakeLaunch launch) {
        return RoleDecision.standard().decide(launch);
    }
}
