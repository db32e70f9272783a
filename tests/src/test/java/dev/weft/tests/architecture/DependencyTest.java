package dev.weft.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.weft.transformer.model.Kind;
import org.junit.jupiter.api.Test;

/** Which packages may use which. */
class DependencyTest {

  private static final JavaClasses WEFT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.weft");

  @Test
  void noPackageCycles() {
    slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(WEFT);
  }

  /** Each package is a slice of its own, {@code dev.weft} too. */
  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith("dev.weft")
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  @Test
  void internalsKnowNothingOfTheLanguage() {
    noClasses()
        .that()
        .resideInAPackage("dev.weft.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.weft", "dev.weft.io", "dev.weft.woven")
        .check(WEFT);
  }

  @Test
  void engineKnowsNeitherTasksNorSchedulers() {
    noClasses()
        .that()
        .resideInAPackage("dev.weft.internal.engine")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.weft.spi", "dev.weft.internal.tasks", "dev.weft.internal.loop")
        .check(WEFT);
  }

  @Test
  void runtimeAndAnnotationsNeedOnlyTheJdk() {
    classes()
        .that()
        .resideInAnyPackage(
            "dev.weft",
            "dev.weft.io",
            "dev.weft.spi",
            "dev.weft.woven",
            "dev.weft.internal..",
            "dev.weft.annotations")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.weft",
            "dev.weft.io",
            "dev.weft.spi",
            "dev.weft.woven",
            "dev.weft.internal..",
            "dev.weft.annotations",
            "java..",
            "javax.net.ssl",
            "jdk.jfr",
            "org.jspecify.annotations",
            "org.jetbrains.annotations")
        .check(WEFT);
  }

  @Test
  void nothingElseNeedsFlightRecorder() {
    noClasses()
        .that()
        .resideInAPackage("dev.weft..")
        .and()
        .resideOutsideOfPackage("dev.weft.internal.jfr")
        .and()
        .resideOutsideOfPackage("dev.weft.tests..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jfr..")
        .check(WEFT);
  }

  @Test
  void transformerKnowsTheRuntimeByNameOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.weft.transformer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.weft",
            "dev.weft.spi",
            "dev.weft.woven",
            "dev.weft.internal..",
            "dev.weft.annotations",
            "dev.weft.agent..")
        .check(WEFT);
  }

  @Test
  void analysisDoesNotEmitAndEmissionDoesNotReport() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.weft.transformer.analysis", "dev.weft.transformer.layout")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.weft.transformer.emit",
            "dev.weft.transformer.report",
            "dev.weft.transformer.dump",
            "dev.weft.transformer.site",
            "dev.weft.transformer.cli")
        .check(WEFT);
  }

  /** So that a further kind is a constant in the one and a class beside the other. */
  @Test
  void kindsOfMethodsAreComparedOnlyWhereTheyAreDescribedAndWhereEntriesAreChosen() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.(Kind|EntryEmitter)(\\$\\d+)?")
        .should()
        .accessFieldWhere(target(owner(equivalentTo(Kind.class))))
        .check(WEFT);
  }

  @Test
  void onlyTheAgentSpeaksToInstrumentation() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.weft.agent..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.instrument")
        .check(WEFT);
  }
}
