package io.virtuoso.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A stage knows the stages before it and none behind it. */
class StageOrderTest {
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.virtuoso.gateway");

  @Test
  void dataFlowsFromCacheToRouteToServe() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("settings")
        .definedBy("io.virtuoso.gateway")
        .layer("observe")
        .definedBy("io.virtuoso.gateway.observe..")
        .layer("cache")
        .definedBy("io.virtuoso.gateway.cache..")
        .layer("engine")
        .definedBy("io.virtuoso.gateway.route.engine..")
        .layer("route")
        .definedBy("io.virtuoso.gateway.route")
        .layer("serve")
        .definedBy("io.virtuoso.gateway.serve..")
        .whereLayer("serve")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("route")
        .mayOnlyBeAccessedByLayers("serve")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("route", "serve")
        .whereLayer("cache")
        .mayOnlyBeAccessedByLayers("engine", "route", "serve")
        .whereLayer("observe")
        .mayOnlyBeAccessedByLayers("cache", "engine", "route", "serve")
        .whereLayer("observe")
        .mayNotAccessAnyLayer()
        .check(GATEWAY);
  }

  @Test
  void noTwoPackagesNeedEachOther() {
    slices().matching("io.virtuoso.gateway.(**)").should().beFreeOfCycles().check(GATEWAY);
  }

  @Test
  void onlyTheTierThatOwnsItSeesTheBlockingClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.virtuoso.gateway.cache.memcached")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.rubyeye..")
        .check(GATEWAY);
  }
}
