package io.virtuoso.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The packages are the stages of the data's path; dependencies point up the path only. */
class StageOrderTest {
  private static final String ROOT = "io.virtuoso.engine";
  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void aStageKnowsOnlyEarlierStages() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("event")
        .definedBy(ROOT + ".event..")
        .layer("inbound")
        .definedBy(ROOT + ".inbound..")
        .layer("market")
        .definedBy(ROOT + ".market..")
        .layer("measure")
        .definedBy(ROOT + ".measure..")
        .layer("overview")
        .definedBy(ROOT + ".overview..")
        .layer("publish")
        .definedBy(ROOT + ".publish..")
        .layer("feed")
        .definedBy(ROOT + ".feed..")
        .layer("pipeline")
        .definedBy(ROOT + ".pipeline..")
        .layer("serve")
        .definedBy(ROOT + ".serve..")
        .layer("composition")
        .definedBy(ROOT, ROOT + ".replay..")
        .whereLayer("composition")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("serve")
        .mayOnlyBeAccessedByLayers("composition")
        .whereLayer("pipeline")
        .mayOnlyBeAccessedByLayers("composition")
        .whereLayer("publish")
        .mayOnlyBeAccessedByLayers("pipeline", "serve", "composition")
        .whereLayer("overview")
        .mayOnlyBeAccessedByLayers("publish", "pipeline", "serve", "composition")
        .whereLayer("measure")
        .mayOnlyBeAccessedByLayers("overview", "publish", "pipeline", "composition")
        .whereLayer("market")
        .mayOnlyBeAccessedByLayers(
            "measure", "overview", "publish", "feed", "pipeline", "composition")
        .whereLayer("feed")
        .mayOnlyBeAccessedByLayers("pipeline", "composition")
        .whereLayer("inbound")
        .mayOnlyBeAccessedByLayers("feed", "pipeline", "composition")
        .check(ENGINE);
  }

  @Test
  void marketAndMeasureAreFreeOfFrameworksAndClocks() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".market..", ROOT + ".measure..", ROOT + ".event..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quarkus..", "io.vertx..", "jakarta..", "com.fasterxml..", "io.smallrye..")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .check(ENGINE);
  }

  @Test
  void anExchangesOwnFormatStaysInItsPackage() {
    for (String exchange : new String[] {"binance", "bybit"}) {
      classes()
          .that()
          .resideInAPackage(ROOT + ".inbound.exchange." + exchange + "..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage(ROOT + ".inbound..")
          .check(ENGINE);
    }
  }
}
