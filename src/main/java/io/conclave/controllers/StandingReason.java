package io.conclave.controllers;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** Why a controller stands as it does. */
public enum StandingReason implements Reason {
    LOCK_TAKEN("{id} holds the lock and has taken office.", "{id} 持有锁并已就任。"),
    SEEN("{id} is seen among the controllers.", "在控制器中看到了 {id}。"),
    GONE("{id} is no longer among the controllers.", "{id} 已不在控制器之列。"),
    CONTACT("{id} is in contact with the coordinating ensemble.", "{id} 已与协调集群建立联系。"),
    CLOSING("{id} was ended in order.", "{id} 已正常结束。"),
    ASKED("{id} was asked to step down: {detail}", "{id} 被要求交出职务：{detail}"),
    NO_CONTACT_YET(
            "{id} has not reached the coordinating ensemble yet. What it shows can be read, and nothing can be changed.",
            "{id} 尚未联系上协调集群。页面内容可读，但不能做任何更改。"),
    COORDINATION_LOST(
            "{id} lost contact with the coordinating ensemble, so another one may act: {detail}. What it shows can be"
                    + " read, nothing can be changed, and it rejoins by itself.",
            "{id} 与协调集群失去联系，可能已有另一个控制器在行动：{detail}。页面内容可读，但不能做任何更改；它会自行重新加入。"),
    OVERTAKEN(
            "Another controller has taken over from {id}: {detail}. It rejoins by itself.",
            "另一个控制器已接替 {id}：{detail}。它会自行重新加入。"),
    TERM_FAILED(
            "{id} could not take office: {detail}. It leaves the lock to others and tries again.",
            "{id} 未能就任：{detail}。它把锁让给其他控制器，稍后重试。"),
    DATABASE_AWAY(
            "{id} could not raise its epoch in the database, which fences its forerunner: {detail}. It tries again.",
            "{id} 未能在数据库中提升纪元以隔离前任：{detail}。它会重试。"),
    ID_TAKEN(
            "There is another controller called {id}: {detail}. Give one of them another CONTROLLER_ID.",
            "已有另一个名为 {id} 的控制器：{detail}。请为其中之一设置不同的 CONTROLLER_ID。"),
    BREADCRUMB_DAMAGED(
            "What the last active controller left in the coordinating ensemble makes no sense, so {id} does not act:"
                    + " {detail}. Look who acts, and delete that znode where nobody does.",
            "上一个活动控制器在协调集群中留下的内容无法理解，因此 {id} 不行动：{detail}。请确认是否有控制器在行动，若没有，则删除该 znode。"),
    BREADCRUMB_NEWER(
            "A controller of a newer version was active, so {id} does not act: {detail}. Run the newer version here too.",
            "曾有较新版本的控制器在行动，因此 {id} 不行动：{detail}。请在此也运行较新版本。"),
    COORDINATION_CHANGED(
            "The coordinating ensemble is not the one that the database knows, or it has lost what it knew, so {id} does"
                    + " not act: {detail}. Where that is right, let it be adopted.",
            "协调集群不是数据库所认识的那个，或者它丢失了数据，因此 {id} 不行动：{detail}。若确属有意，请让控制器接纳它。");

    private final String english;
    private final String chinese;

    StandingReason(String english, String chinese) {
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
