package io.conclave.controllers;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;

/** What is published of the controllers, and what they can be asked. */
public final class ControllersTopics {

    /** One row for each thing that happens to a controller, as this one sees it; the newest has the state of all. */
    public static final Topic<ControllerEvent> EVENTS = Topic.events("conclave.controllers", ControllerEvent.class);

    /** The state of all, whenever it changes. */
    public static final Topic<ControllersState> STATE = Topic.internal("controllers.state", ControllersState.class);

    /** How they stand, at once. */
    public static final Request<AskControllers, ControllersState> CURRENT =
            Request.of("controllers.current", AskControllers.class, ControllersState.class);

    /** Gives the office up, where it is this controller's; answers when it is given up. */
    public static final Request<StepDown, ControllersState> STEP_DOWN =
            Request.of("controllers.step-down", StepDown.class, ControllersState.class);

    /** Lets the coordinating ensemble that is there count, though the database knows another one. */
    public static final Request<AdoptCoordination, ControllersState> ADOPT =
            Request.of("controllers.adopt", AdoptCoordination.class, ControllersState.class);

    private ControllersTopics() {}
}
