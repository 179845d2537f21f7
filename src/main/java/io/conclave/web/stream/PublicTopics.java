package io.conclave.web.stream;

import io.conclave.audit.AuditTopics;
import io.conclave.bus.Topic;
import io.conclave.control.ControlTopics;
import io.conclave.controllers.ControllersTopics;
import io.conclave.ensemble.EnsembleTopics;
import io.conclave.figures.FigureTopics;
import io.conclave.files.FileTopics;
import io.conclave.grafana.GrafanaTopics;
import io.conclave.kv.show.StoreTopics;
import io.conclave.scheduler.SchedulerTopics;
import io.conclave.workload.WorkloadTopics;
import java.util.List;

/** What viewers can subscribe to. */
public final class PublicTopics {

    /** All topics, those included that nobody publishes yet: clients may subscribe to them already. */
    public static final List<Topic<?>> ALL = List.of(
            EnsembleTopics.STATE,
            SchedulerTopics.COUNTS,
            SchedulerTopics.PLAN,
            SchedulerTopics.STATUS,
            FileTopics.MIGRATIONS,
            FileTopics.EVENTS,
            AuditTopics.OPERATIONS,
            WorkloadTopics.TASKS,
            EnsembleTopics.EVENTS,
            ControlTopics.STATE,
            ControlTopics.LOG_LINES,
            FigureTopics.NEW,
            GrafanaTopics.STATE,
            StoreTopics.STATE,
            StoreTopics.RING,
            StoreTopics.FAILOVERS,
            ControllersTopics.EVENTS);

    private PublicTopics() {}
}
