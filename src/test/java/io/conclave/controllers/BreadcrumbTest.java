package io.conclave.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreadcrumbTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWasLeftIsReadAgain() throws Breadcrumb.Unreadable {
        Breadcrumb left = new Breadcrumb("a", 7, "http://a:1");

        assertThat(Breadcrumb.decode(left.encode())).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "\u0000\u0001\u0002",
                "[]",
                "{}",
                "{\"version\":0,\"id\":\"a\",\"epoch\":1,\"url\":\"u\"}",
                "{\"version\":1,\"id\":\"a\",\"epoch\":0,\"url\":\"u\"}",
                "{\"version\":1,\"id\":7,\"epoch\":1,\"url\":\"u\"}",
                "{\"version\":1,\"id\":\"a\",\"epoch\":\"1\",\"url\":\"u\"}",
                "{\"version\":1,\"id\":\"a\",\"epoch\":1}",
            })
    void whatMakesNoSenseIsRefusedAndShown(String text) {
        assertThatThrownBy(() -> Breadcrumb.decode(bytes(text)))
                .isInstanceOfSatisfying(Breadcrumb.Unreadable.class, refused -> assertThat(refused.isNewer())
                        .isFalse())
                .hasMessageStartingWith("it holds \"");
    }

    @Test
    void whatANewerVersionLeftIsToldFromDamage() {
        assertThatThrownBy(() -> Breadcrumb.decode(bytes("{\"version\":2,\"who\":\"a\"}")))
                .isInstanceOfSatisfying(Breadcrumb.Unreadable.class, refused -> assertThat(refused.isNewer())
                        .isTrue())
                .hasMessage("its version is 2, and 1 is the newest that is known here");
    }
}
