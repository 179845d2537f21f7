package io.conclave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeListParserTest {

    @Test
    void nodeWithoutANameIsNamedByItsPlace() {
        assertThat(NodeListParser.parse("h1:2181, blue=h2:2182,h3:2183"))
                .extracting(NodeAddress::id, NodeAddress::hostPort)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("zk1", "h1:2181"),
                        org.assertj.core.groups.Tuple.tuple("blue", "h2:2182"),
                        org.assertj.core.groups.Tuple.tuple("zk3", "h3:2183"));
    }

    @Test
    void otherSourcesAreLookedForOnTheirDefaultPortsOrWhereSaid() {
        assertThat(NodeListParser.parse("a=h1:2181,b=h2:2181;admin=81;metrics=0,c=h3:2181;metrics=71"))
                .containsExactly(
                        new NodeAddress("a", "h1", 2181, "http://h1:8080", "http://h1:7000/metrics"),
                        new NodeAddress("b", "h2", 2181, "http://h2:81", null),
                        new NodeAddress("c", "h3", 2181, "http://h3:8080", "http://h3:71/metrics"));
    }

    @Test
    void ipv6AddressStandsInBrackets() {
        assertThat(NodeListParser.parse("zk1=[2001:db8::1]:2181"))
                .containsExactly(new NodeAddress(
                        "zk1", "2001:db8::1", 2181, "http://[2001:db8::1]:8080", "http://[2001:db8::1]:7000/metrics"));
    }

    @Test
    void fiftyServersAreAllowedAndNoMore() {
        assertThat(NodeListParser.parse(servers(50))).hasSize(50);
        assertThatThrownBy(() -> NodeListParser.parse(servers(51))).hasMessage("51 servers are too many");
    }

    private static String servers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "h" + i + ":2181").collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                          | entry 1, '', has no host:port
                    h1                          | entry 1, 'h1', has no host:port
                    h1:2181,                    | entry 2, '', has no host:port
                    h1:                         | has no host:port
                    h1:port                     | has no host:port
                    :2181                       | no host name or address
                    h1:0                        | the port '0' of 'h1:0' is none
                    h1:65536                    | the port '65536'
                    h1:99999999999999999999     | the port '99999999999999999999'
                    a=h1:2181,a=h2:2181         | the name a is there twice
                    a=h1:2181,A=h2:2181         | the name A is there twice
                    zk2=h1:2181,h2:2181         | the name zk2 is there twice
                    a=h1:2181,b=H1:2181         | the server H1:2181 is there twice
                    =h1:2181                    | the name ''
                    ../x=h1:2181                | the name '../x'
                    .=h1:2181                   | the name '.'
                    a b=h1:2181                 | the name 'a b'
                    2001:db8::1:2181            | has no host:port
                    [::1:2181                   | has no host:port
                    [nothing]:2181              | no host name or address: '[nothing]'
                    1.2.3.4.5:2181              | no host name or address
                    300.1.1.1:2181              | no host name or address
                    h_1-:2181                   | no host name or address
                    h1:2181;admin=x             | the port 'x'
                    h1:2181;color=red           | 'color=red' is neither
                    """)
    void badListIsRefusedWithTheEntryAtFault(String text, String reason) {
        assertThatThrownBy(() -> NodeListParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
