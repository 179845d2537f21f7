package io.conclave.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Has the JVM give memory back to the system when the controller rests. A JVM begins with a 64th of the machine's
 * memory as its heap and, where little happens, never looks whether it needs that: a controller of 100,000 files with
 * 35 MB of live objects kept 700 MB resident on a machine of 24 GB. A collection is made when there was none for
 * {@value #COLLECT_AFTER_MS} ms, concurrently, and the heap then shrinks to little more than what is live.
 *
 * <p>These options can be changed while the JVM runs, which a runnable jar needs, since it cannot name options. What
 * was given on the command line is left alone, as is a JVM that does not have them.
 *
 * @see <a href="https://openjdk.org/jeps/346">JEP 346: Promptly Return Unused Committed Memory from G1</a>
 */
final class IdleMemory {

    static final int COLLECT_AFTER_MS = 10_000;

    /** In this order, since the least may at no moment be more than the most. */
    private static final Map<String, String> OPTIONS = options();

    private final HotSpotDiagnosticMXBean jvm;

    /** @param jvm the options of the JVM */
    IdleMemory(HotSpotDiagnosticMXBean jvm) {
        this.jvm = jvm;
    }

    private static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("MinHeapFreeRatio", "10");
        options.put("MaxHeapFreeRatio", "40");
        options.put("G1PeriodicGCInterval", Integer.toString(COLLECT_AFTER_MS));
        return options;
    }

    /** Does so for the JVM that runs this. */
    static void ofThisProcess() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (jvm != null) {
            new IdleMemory(jvm).giveBack();
        }
    }

    void giveBack() {
        if (OPTIONS.keySet().stream().allMatch(this::isUntouched)) {
            OPTIONS.forEach(jvm::setVMOption);
        }
    }

    private boolean isUntouched(String name) {
        try {
            VMOption option = jvm.getVMOption(name);
            return option.isWriteable() && option.getOrigin() == VMOption.Origin.DEFAULT;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }
}
