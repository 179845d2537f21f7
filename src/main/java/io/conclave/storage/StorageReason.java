package io.conclave.storage;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;
import java.util.stream.Stream;

/** Why the storage of a node takes no files. */
public enum StorageReason implements Reason {
    MISSING("its folder is not there", "其目录不存在"),
    NOT_A_FOLDER("there is something else in the place of its folder", "其目录位置上是别的东西"),
    NO_ACCESS("its folder may not be read or written", "其目录不可读写"),
    NO_LINKS("its file system knows no hard links", "其文件系统不支持硬链接"),
    READ_ONLY("its disk is read-only", "其磁盘为只读"),
    DISK_FULL("its disk is full", "其磁盘已满"),
    TOO_MANY_OPEN_FILES("its process has no file handle left", "其进程的文件句柄已用尽"),
    /** Until the process that owns the folder starts again. */
    IO_ERROR("its disk failed", "其磁盘发生故障"),
    AGENT_UNKNOWN("its agent has not been seen yet", "其代理尚未出现"),
    AGENT_AWAY("its agent does not answer", "其代理没有应答"),
    AGENT_SILENT("its agent is connected and sends nothing", "其代理已连接但不发送数据"),
    AGENT_REFUSES("its agent refuses this controller", "其代理拒绝本控制器"),
    /** What it has is being held against the database after it came back. */
    RECONCILING("what it holds is being compared with the database", "正在与数据库核对其内容");

    private final String english;
    private final String chinese;

    StorageReason(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** The reason with the code of a problem with a disk; {@code IO_ERROR} where it is none of the others. */
    static StorageReason ofProblem(String code) {
        return Stream.of(values())
                .filter(reason -> reason.code().equals(code))
                .findFirst()
                .orElse(IO_ERROR);
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
