package io.clutch.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestsTest {

    private final FakeCluster cluster = new FakeCluster();
    private final Requests requests = new Requests(cluster, "0.1.0");
    private final List<String> lines = new ArrayList<>();
    private final Answers answers = new Answers((line, last) -> lines.add(line.toString()));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    `{"command":"scale","workers":6}`,     scale 6
                    `{"command":"scale","workers":1.0}`,   scale 1
                    `{"workers":254,"command":"scale"}`,   scale 254
                    `{"command":"stop"}`,                  stop
                    `{"command":"stop","now":false}`,      stop
                    `{"command":"stop","now":true}`,       stop now
                    ` {"command" : "reload"} \t\r`,        reload
                    """)
    void ordersReachTheCluster(String request, String order) throws Exception {
        assertThat(requests.serve(request.getBytes(UTF_8), answers)).isTrue();
        assertThat(lines).isEmpty();

        cluster.reply().failed("no\nluck");

        assertThat(lines).containsExactly("{\"ok\":false,\"reason\":\"no\\nluck\"}");
        assertThat(cluster.orders).containsExactly(order);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    `{"command":"frob"}`,                 `unknown command "frob"; known are status, version, reload, scale, stop`
                    `{"command":7}`,                      `"command" must be a string, not 7`
                    `{"command":null}`,                   `"command" must be a string, not null`
                    `{}`,                                 `the request names no "command"; known are status, version, reload, scale, stop`
                    `[1,2]`,                              `the request must be a JSON object such as {"command":"status"}, not [1,2]`
                    `"status"`,                           `the request must be a JSON object such as {"command":"status"}, not "status"`
                    `status`,                             `the request is not JSON: "status"; an example is {"command":"status"}`
                    `{"command":"status"`,                `the request is not JSON: "{"command":"status""; an example is {"command":"status"}`
                    `{"command":"status"}{}`,             `the request is not JSON: "{"command":"status"}{}"; an example is {"command":"status"}`
                    `{'command':'status'}`,               `the request is not JSON: "{'command':'status'}"; an example is {"command":"status"}`
                    ``,                                   `the request is empty; an example is {"command":"status"}`
                    `{"command":"scale"}`,                `"workers" must be a whole number from 1 to 254, not missing`
                    `{"command":"scale","workers":"6"}`,  `"workers" must be a whole number from 1 to 254, not "6"`
                    `{"command":"scale","workers":0}`,    `"workers" must be a whole number from 1 to 254, not 0`
                    `{"command":"scale","workers":-1}`,   `"workers" must be a whole number from 1 to 254, not -1`
                    `{"command":"scale","workers":1.5}`,  `"workers" must be a whole number from 1 to 254, not 1.5`
                    `{"command":"scale","workers":100000}`, `"workers" must be a whole number from 1 to 254, not 100000`
                    `{"command":"scale","workers":1e999999999}`, `"workers" must be a whole number from 1 to 254, not 1e999999999`
                    `{"command":"scale","workers":[6]}`,  `"workers" must be a whole number from 1 to 254, not [6]`
                    `{"command":"stop","now":"yes"}`,     `"now" must be true or false, not "yes"`
                    `{"command":"stop","nwo":true}`,      `unknown field "nwo" in the command "stop"`
                    """)
    void nonsenseIsAnsweredWithAReason(String request, String reason) {
        assertThat(reason(request.getBytes(UTF_8))).isEqualTo(reason);
        assertThat(cluster.orders).isEmpty();
    }

    @Test
    void bytesThatAreNoTextAreAnsweredWithAReason() {
        assertThat(reason(new byte[] {'"', (byte) 0xff, '"'}))
                .isEqualTo("the request is not UTF-8");
    }

    @Test
    void deepNestingIsAnsweredWithAReason() {
        assertThat(reason("[".repeat(60_000).getBytes(UTF_8)))
                .startsWith("the request is not JSON");
    }

    @Test
    void anAnswerHasOneLastLine() {
        answers.progress("one");
        answers.done("two");
        answers.failed("three");
        answers.progress("four");

        assertThat(lines)
                .containsExactly("{\"progress\":\"one\"}", "{\"ok\":true,\"message\":\"two\"}");
    }

    private String reason(byte[] request) {
        assertThat(requests.serve(request, answers)).isFalse();
        assertThat(lines).hasSize(1);
        var json = JsonParser.parseString(lines.get(0)).getAsJsonObject();
        assertThat(json.get("ok").getAsBoolean()).isFalse();
        return json.get("reason").getAsString();
    }
}
