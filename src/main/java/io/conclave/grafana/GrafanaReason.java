package io.conclave.grafana;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** Why Grafana can be shown or not. */
public enum GrafanaReason implements Reason {
    ANSWERS("Grafana answers at {address}.", "Grafana 在 {address} 应答。"),
    NOT_CONFIGURED(
            "No Grafana is set: set GRAFANA_URL to the address at which your browser reaches one that has the dashboards of"
                    + " grafana/.",
            "未设置 Grafana：请将 GRAFANA_URL 设为浏览器可访问、且已装有 grafana/ 仪表板的地址。"),
    NO_ANSWER(
            "Grafana does not answer at {address}: {detail}. Start it, or correct GRAFANA_URL or GRAFANA_CHECK_URL.",
            "Grafana 在 {address} 无应答：{detail}。请启动它，或更正 GRAFANA_URL 或 GRAFANA_CHECK_URL。"),
    NOT_HEALTHY(
            "What answers at {address} is no Grafana that is well: HTTP status {status}.",
            "{address} 的应答不是正常的 Grafana：HTTP 状态 {status}。");

    private final String english;
    private final String chinese;

    GrafanaReason(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    @Override
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String english() {
        return english;
    }

    @Override
    public String chinese() {
        return chinese;
    }
}
