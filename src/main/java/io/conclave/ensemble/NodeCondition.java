package io.conclave.ensemble;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** Why a node has the role and health that it is shown with. */
public enum NodeCondition implements Reason {
    SERVING(Health.HEALTHY, "{node} serves clients as {role}.", "{node} 正以{role}身份提供服务。"),
    NOT_SERVING(
            Health.DEGRADED,
            "{node} runs but is not serving requests: it is in an election or cannot reach a quorum.",
            "{node} 在运行但未提供服务：正在选举，或无法连到多数派。"),
    READ_ONLY(
            Health.DEGRADED,
            "{node} has lost the quorum and serves only clients that are content with reading.",
            "{node} 已与多数派失联，只为只读客户端服务。"),
    REFUSED(Health.DOWN, "Nothing listens on {node} at {address}: the server is down.", "{address} 无人监听：{node} 已停止。"),
    UNREACHABLE(Health.DOWN, "{node} at {address} cannot be reached: {detail}.", "无法到达 {node}（{address}）：{detail}。"),
    HUNG(
            Health.HUNG,
            "{node} accepts connections but has not answered for {elapsedMs} ms: the process hangs or is paused.",
            "{node} 接受连接但 {elapsedMs} 毫秒未应答：进程挂起或被暂停。"),
    CONNECTION_LIMIT(
            Health.DEGRADED,
            "{node} closes connections at once: maxClientCnxns is reached for this address.",
            "{node} 立即关闭连接：来自本机的连接数已达 maxClientCnxns 上限。"),
    NOT_WHITELISTED(
            Health.DEGRADED,
            "{node} refuses four-letter words and no other source answered; add 4lw.commands.whitelist=* to its zoo.cfg.",
            "{node} 拒绝四字命令且没有其他来源；请在 zoo.cfg 中加入 4lw.commands.whitelist=*。"),
    UNREADABLE(Health.UNKNOWN, "{node} answered something that is no ZooKeeper reply.", "{node} 的应答不是 ZooKeeper 格式。"),
    OVERSIZED(
            Health.UNKNOWN,
            "{node} answered more than {limitBytes} bytes: no ZooKeeper server does.",
            "{node} 的应答超过 {limitBytes} 字节：ZooKeeper 不会如此。"),
    DRIPPING(
            Health.DEGRADED,
            "{node} began to answer and has not finished within {elapsedMs} ms.",
            "{node} 开始应答但 {elapsedMs} 毫秒内未结束。"),
    TRUNCATED(Health.DEGRADED, "{node} closed the connection in the middle of its answer.", "{node} 在应答中途关闭了连接。"),
    NOT_ASKED(Health.UNKNOWN, "{node} has not been asked yet.", "尚未询问 {node}。");

    private final Health health;
    private final String english;
    private final String chinese;

    NodeCondition(Health health, String english, String chinese) {
        this.health = health;
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

    /** How a node in this condition is, in one word. */
    public Health health() {
        return health;
    }
}
