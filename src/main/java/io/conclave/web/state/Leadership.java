package io.conclave.web.state;

import io.conclave.bus.Bus;
import io.conclave.controllers.ControllersState;
import io.conclave.controllers.ControllersTopics;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Who acts, as this controller knows it. May be read from any thread. */
public final class Leadership {

    private final Supplier<ControllersState> alone;
    private final BooleanSupplier mayAct;
    private volatile ControllersState newest;

    private Leadership(Supplier<ControllersState> alone, BooleanSupplier mayAct) {
        this.alone = alone;
        this.mayAct = mayAct;
    }

    /** Of the only controller there is. */
    public static Leadership alone(Bus bus) {
        return new Leadership(() -> ControllersState.alone(bus.self()), () -> true);
    }

    /**
     * Of one of several, from what is published from now on.
     *
     * @param nobody how they stand before anything was published
     * @param mayAct whether this controller acts and its lock is its own at the moment of the call
     */
    public static Leadership among(Bus bus, ControllersState nobody, BooleanSupplier mayAct) {
        Leadership leadership = new Leadership(() -> nobody, mayAct);
        bus.subscribe(ControllersTopics.STATE, message -> leadership.newest = message.body());
        return leadership;
    }

    /** How the controllers stand. */
    public ControllersState state() {
        ControllersState seen = newest;
        return seen == null ? alone.get() : seen;
    }

    /** Whether this controller acts and its lock is its own at this moment. */
    public boolean mayAct() {
        return mayAct.getAsBoolean();
    }
}
