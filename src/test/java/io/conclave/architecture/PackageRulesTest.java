package io.conclave.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A path says what a file may touch. */
@AnalyzeClasses(packages = "io.conclave", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {

    @ArchTest
    static final ArchRule featuresDoNotDependOnEachOtherInCircles =
            slices().matching("io.conclave.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule eachLayerKnowsOnlyThoseBelow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("edge")
            .definedBy("io.conclave.web..", "io.conclave.cli..")
            .layer("features")
            .definedBy(
                    "io.conclave.audit..",
                    "io.conclave.ensemble..",
                    "io.conclave.figures..",
                    "io.conclave.grafana..",
                    "io.conclave.files..",
                    "io.conclave.storage..",
                    "io.conclave.agent..",
                    "io.conclave.scheduler..",
                    "io.conclave.workload..",
                    "io.conclave.registry..",
                    "io.conclave.embedded..",
                    "io.conclave.control..",
                    "io.conclave.logs..",
                    "io.conclave.controllers..",
                    "io.conclave.kv..")
            .layer("base")
            .definedBy("io.conclave.bus..", "io.conclave.config..", "io.conclave.store..", "io.conclave.znodes..")
            .whereLayer("edge")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("features")
            .mayOnlyBeAccessedByLayers("edge");

    @ArchTest
    static final ArchRule onlyTheStoreKnowsSql = noClasses()
            .that()
            .resideOutsideOfPackages("io.conclave.store..", "io.conclave.logs.index..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.flywaydb..");

    @ArchTest
    static final ArchRule whatTouchesBytesKnowsNeitherDatabaseNorBus = noClasses()
            .that()
            .resideInAnyPackage("io.conclave.storage..", "io.conclave.agent..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.conclave.store..", "io.conclave.files..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("io\\.conclave\\.bus\\.(Bus|Topic|Request|Published)");

    @ArchTest
    static final ArchRule onlyStoragesTouchTheFilesBytes = noClasses()
            .that()
            .resideInAPackage("io.conclave.files..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..");

    @ArchTest
    static final ArchRule onlyDockerControlKnowsTheEngine = noClasses()
            .that()
            .resideOutsideOfPackage("io.conclave.control.docker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.dockerjava..");

    @ArchTest
    static final ArchRule onlyTheEdgeKnowsHttpServers = noClasses()
            .that()
            .resideOutsideOfPackage("io.conclave.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.ext.web..");

    @ArchTest
    static final ArchRule zooKeeperClientsAreWhereZnodesAreWritten = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.conclave.registry..",
                    "io.conclave.workload..",
                    "io.conclave.embedded..",
                    "io.conclave.agent..",
                    "io.conclave.kv.znodes..",
                    "io.conclave.znodes..",
                    "io.conclave.controllers..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..");

    @ArchTest
    static final ArchRule decisionsArePureLogic = noClasses()
            .that()
            .haveNameMatching("io\\.conclave\\.scheduler\\.(Planner|PlanInputs|FileIndex|.*Strategy|Explanation.*)")
            .or()
            .haveNameMatching("io\\.conclave\\.ensemble\\.(.*Parser|EnsembleView|NodeWatch|Quorum)")
            .or()
            .haveNameMatching("io\\.conclave\\.audit\\.(Settling|FollowUp|Moment|Differences|Shortfall)")
            .or()
            .haveNameMatching("io\\.conclave\\.controllers\\.(Election|ElectionEvent|Standing|Effect|Breadcrumb)")
            .or()
            .haveNameMatching("io\\.conclave\\.figures\\.(Counters|NodeHistory|Figure(Row|Series))")
            .or()
            .haveNameMatching(
                    "io\\.conclave\\.cli\\.probe\\.stream\\.(TopicCursor|Told|Notice|Mailbox|Recorded.*|ServerFrame|Backoff)")
            .or()
            .resideInAnyPackage(
                    "io.conclave.cli.probe.text..", "io.conclave.cli.probe.check..", "io.conclave.cli.probe.top..")
            .or()
            .resideInAPackage("io.conclave.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule thePartsOfTheKeyValueStoreDoNotDependOnEachOtherInCircles =
            slices().matching("io.conclave.kv.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theRingAndTheLogOfTheKeyValueStoreKnowNoNetwork = noClasses()
            .that()
            .resideInAnyPackage("io.conclave.kv.ring..", "io.conclave.kv.log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "io.conclave.kv.wire..", "org.apache.zookeeper..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule thePartsOfTheLogCentreDoNotDependOnEachOtherInCircles =
            slices().matching("io.conclave.logs.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatReadsAndKeepsLogsKnowsNeitherVertxNorBus = noClasses()
            .that()
            .resideInAnyPackage("io.conclave.logs.parse..", "io.conclave.logs.follow..", "io.conclave.logs.events..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("io\\.conclave\\.bus\\.(Bus|Topic|Request|Published)");

    @ArchTest
    static final ArchRule noStaticStateThatChanges = noFields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("io.conclave.kv.wire..")
            .should()
            .notBeFinal()
            .because("static state is shared by accident");

    @ArchTest
    static final ArchRule noDrawers = noClasses()
            .that()
            .resideOutsideOfPackage("io.conclave.kv.wire..")
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Data)")
            .because("such a name says nothing of what the class is for");

    @ArchTest
    static final ArchRule nobodyWritesToTheConsoleButTheCommands = noClasses()
            .that()
            .resideOutsideOfPackage("io.conclave.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule verticlesSayThatTheyAre = classes()
            .that()
            .areAssignableTo(io.vertx.core.VerticleBase.class)
            .should()
            .haveSimpleNameEndingWith("Verticle");
}
