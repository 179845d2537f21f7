package io.conclave.files;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;
import java.time.Duration;

/** What the files' keeper publishes, answers and asks. */
public final class FileTopics {

    /** Each step of each migration. */
    public static final Topic<MigrationEvent> MIGRATIONS = Topic.events("conclave.migrations", MigrationEvent.class);

    /** Each committed change to a file, for viewers. */
    public static final Topic<FileEvent> EVENTS = Topic.events("conclave.files", FileEvent.class);

    /** Each committed change, in commit order. */
    public static final Topic<FileChange> CHANGES = Topic.internal("files.changes", FileChange.class);

    /** Make files with random content. */
    public static final Request<GenerateFiles, FilesCreated> GENERATE = Request.of(
                    "files.generate", GenerateFiles.class, FilesCreated.class)
            .within(Duration.ofMinutes(5));

    /** Move one file; the answer comes when it is done or rolled back. */
    public static final Request<MoveFile, MoveOutcome> MOVE =
            Request.of("files.move", MoveFile.class, MoveOutcome.class).within(Duration.ofMinutes(10));

    /** Delete one file; answers with what it was. */
    public static final Request<DeleteFile, StoredFile> DELETE =
            Request.of("files.delete", DeleteFile.class, StoredFile.class);

    /** One file's row. */
    public static final Request<GetFile, StoredFile> GET = Request.of("files.get", GetFile.class, StoredFile.class);

    /** A page of files. */
    public static final Request<ListFiles, FilePage> LIST = Request.of("files.list", ListFiles.class, FilePage.class);

    /** Asked by the keeper, answered by whoever decides on placement. */
    public static final Request<PlaceFile, Placement> PLACE =
            Request.of("files.place", PlaceFile.class, Placement.class);

    /** Told by the keeper when a promised place was not taken. */
    public static final Topic<ReleasePlacement> RELEASED = Topic.internal("files.released", ReleasePlacement.class);

    /** How the nodes' folders are, every two seconds and at once where one fails. */
    public static final Topic<StorageState> STORAGE = Topic.internal("files.storage", StorageState.class);

    /** How the nodes' folders were when they were last looked at. */
    public static final Request<AskStorage, StorageState> ROOM =
            Request.of("files.room", AskStorage.class, StorageState.class);

    private FileTopics() {}
}
