package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

final class StatusTextTest {

    @Test
    void oneLineForTheMasterAndOnePerWorker() {
        assertText(
                """
                {"name":"wiremock-standalone.jar","pid":1234,"version":"0.1.0","state":"running",
                 "workers":4,"uptimeMs":7980000,
                 "addresses":[{"address":"0.0.0.0","port":8080,"sharedBy":4}],
                 "slots":[
                  {"slot":1,"generation":1,"pid":1240,"state":"serving","leader":true,
                   "uptimeMs":7980000,"restarts":0,"lastExit":null},
                  {"slot":2,"generation":3,"pid":9921,"state":"serving","leader":false,
                   "uptimeMs":240000,"restarts":2,
                   "lastExit":{"reason":"killed by SIGKILL (status 137)","agoMs":240000}},
                  {"slot":3,"generation":12,"pid":null,"state":"waiting","uptimeMs":0,
                   "restarts":11,"lastExit":{"reason":"exit status 1","agoMs":3000}}]}
                """,
                """
                wiremock-standalone.jar  master 1234  running  4 workers  up 2h13m  8080 shared by 4
                slot  gen    pid  state     up      restarts
                   1    1   1240  serving   2h13m   0         leader
                   2    3   9921  serving   4m      2         last: killed by SIGKILL (status 137), 4m ago
                   3   12      -  waiting   -       11        last: exit status 1, 3s ago
                """);
    }

    @Test
    void longPidsAndStatesWidenTheirColumns() {
        assertText(
                """
                {"name":"a","pid":4194303,"version":"0.1.0","state":"reloading","workers":1,
                 "uptimeMs":1000,"addresses":[],
                 "slots":[{"slot":1,"generation":100,"pid":4194304,"state":"shutting down",
                   "uptimeMs":1000,"restarts":0,"lastExit":{"reason":"exit status 0","agoMs":900}}]}
                """,
                """
                a  master 4194303  reloading  1 worker  up 1s
                slot  gen      pid  state          up      restarts
                   1  100  4194304  shutting down  1s      0
                """);
    }

    @Test
    void manyAddressesTakeALineOfTheirOwn() {
        assertText(
                """
                {"name":"app","pid":7,"version":"0.1.0","state":"running","workers":2,
                 "uptimeMs":1000,"addresses":[
                   {"address":"::","port":8080,"sharedBy":2},
                   {"address":"127.0.0.1","port":9090,"sharedBy":1},
                   {"address":"fe80::1","port":9091,"sharedBy":2}],
                 "slots":[]}
                """,
                """
                app  master 7  running  2 workers  up 1s
                  8080 shared by 2, 127.0.0.1:9090, [fe80::1]:9091 shared by 2
                slot  gen    pid  state     up      restarts
                """);
    }

    @Test
    void thePathOfAUnixDomainSocketHasNoPort() {
        assertText(
                """
                {"name":"app","pid":7,"version":"0.1.0","state":"running","workers":3,
                 "uptimeMs":1000,"addresses":[
                   {"address":"/run/app.sock","port":0,"sharedBy":3}],
                 "slots":[]}
                """,
                """
                app  master 7  running  3 workers  up 1s  /run/app.sock shared by 3
                slot  gen    pid  state     up      restarts
                """);
    }

    @Test
    void aMasterOfAnotherVersionIsToldAndWhatItDoesNotSendIsLeftOut() {
        assertText(
                """
                {"name":"app","pid":7,"version":"9.0.0","state":"running","new":{"x":[1]}}
                """,
                """
                app  master 7  running  0 workers  up 0s
                the master runs Clutch 9.0.0, this command line is 0.1.0
                slot  gen    pid  state     up      restarts
                """);
    }

    private static void assertText(String json, String text) {
        JsonObject status = JsonParser.parseString(json).getAsJsonObject();
        assertThat(String.join("\n", StatusText.lines(status, "0.1.0")) + "\n").isEqualTo(text);
    }
}
