package io.conclave.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.conclave.bus.Json;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AsciiJsonTest {

    @Property
    void textMeansTheSameAndHasOnlyPrintableAscii(@ForAll String any) {
        String ascii = AsciiJson.of(Json.encode(any));

        assertThat(ascii).matches("[ -~]*");
        assertThat(Json.parse(ascii)).isEqualTo(TextNode.valueOf(any));
    }

    @Test
    void asciiIsLeftAsItIs() {
        String json = "{\"a\":[1,true,null,\"x\\ny\"]}";

        assertThat(AsciiJson.of(json)).isSameAs(json);
    }
}
