package io.conclave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import com.sun.management.VMOption.Origin;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {

    private final Options options = new Options();
    private final IdleMemory memory = new IdleMemory(options);

    @Test
    void aRestingJvmIsToldToGiveItsMemoryBack() {
        options.have("MinHeapFreeRatio", "40", Origin.DEFAULT);
        options.have("MaxHeapFreeRatio", "70", Origin.DEFAULT);
        options.have("G1PeriodicGCInterval", "0", Origin.DEFAULT);

        memory.giveBack();

        assertThat(options.set)
                .containsExactly(
                        Map.entry("MinHeapFreeRatio", "10"),
                        Map.entry("MaxHeapFreeRatio", "40"),
                        Map.entry("G1PeriodicGCInterval", "10000"));
    }

    @Test
    void whatWasGivenOnTheCommandLineIsLeftAlone() {
        options.have("MinHeapFreeRatio", "40", Origin.DEFAULT);
        options.have("MaxHeapFreeRatio", "90", Origin.VM_CREATION);
        options.have("G1PeriodicGCInterval", "0", Origin.DEFAULT);

        memory.giveBack();

        assertThat(options.set).isEmpty();
    }

    @Test
    void aJvmWithoutTheseOptionsIsLeftAlone() {
        options.have("MinHeapFreeRatio", "40", Origin.DEFAULT);

        memory.giveBack();

        assertThat(options.set).isEmpty();
    }

    @Test
    void theJvmThatRunsThisTakesTheOptions() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        String before = jvm.getVMOption("G1PeriodicGCInterval").getValue();
        try {
            IdleMemory.ofThisProcess();
            assertThat(jvm.getVMOption("G1PeriodicGCInterval").getValue()).isEqualTo("10000");
            assertThat(jvm.getVMOption("MaxHeapFreeRatio").getValue()).isEqualTo("40");
        } finally {
            jvm.setVMOption("MaxHeapFreeRatio", "70");
            jvm.setVMOption("MinHeapFreeRatio", "40");
            jvm.setVMOption("G1PeriodicGCInterval", before);
        }
    }

    /** A JVM's options. */
    private static final class Options implements HotSpotDiagnosticMXBean {

        private final Map<String, VMOption> known = new LinkedHashMap<>();
        private final Map<String, String> set = new LinkedHashMap<>();

        void have(String name, String value, Origin origin) {
            known.put(name, new VMOption(name, value, true, origin));
        }

        @Override
        public VMOption getVMOption(String name) {
            VMOption option = known.get(name);
            if (option == null) {
                throw new IllegalArgumentException(name);
            }
            return option;
        }

        @Override
        public void setVMOption(String name, String value) {
            set.put(name, value);
        }

        @Override
        public List<VMOption> getDiagnosticOptions() {
            return List.copyOf(known.values());
        }

        @Override
        public void dumpHeap(String outputFile, boolean live) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ObjectName getObjectName() {
            throw new UnsupportedOperationException();
        }
    }
}
