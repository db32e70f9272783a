package dev.weft.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Members that a module exports name only what it exports, too. Javadoc leaves out all other
 * packages, and that of JDK 17 crashes where a member names a record of those. Superclasses may be
 * of those: Javadoc shows what is inherited as if it stood in the subclass.
 */
class ExportedSignaturesTest {

  /** What generated code calls, which is no documentation for anybody. */
  private static final String FOR_GENERATED_CODE = "dev.weft.woven";

  private static final Map<String, ModuleReference> MODULES =
      ModuleFinder.of(
              Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                  .filter(entry -> entry.contains("weft"))
                  .map(Path::of)
                  .toArray(Path[]::new))
          .findAll()
          .stream()
          .filter(each -> !each.descriptor().isAutomatic())
          .collect(Collectors.toMap(each -> each.descriptor().name(), each -> each));

  @ParameterizedTest
  @ValueSource(strings = {"annotations", "runtime", "transformer", "agent", "mockito"})
  void nameOnlyWhatIsExported(String module) throws IOException {
    ModuleReference found = MODULES.get("dev.weft." + module);
    assertThat(found).as("module %s of %s", module, MODULES.keySet()).isNotNull();
    JavaClasses all;
    try (var jar = new JarFile(Path.of(found.location().orElseThrow()).toFile())) {
      all = new ClassFileImporter().importJar(jar);
    }
    Set<String> exported = exported(found.descriptor());
    var hidden = new TreeSet<>(found.descriptor().packages());
    hidden.removeAll(exported);
    var wrong = new TreeSet<String>();
    int seen = 0;
    for (JavaClass each : all) {
      if (isVisible(each, exported)) {
        seen++;
        each.getMembers().forEach(member -> addHidden(member, hidden, wrong));
      }
    }
    assertThat(seen).isPositive();
    assertThat(wrong).isEmpty();
  }

  private static Set<String> exported(ModuleDescriptor module) {
    return module.exports().stream()
        .filter(each -> !each.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());
  }

  private static void addHidden(JavaMember member, Set<String> hidden, Set<String> wrong) {
    if (isVisible(member.getModifiers())) {
      named(member)
          .map(JavaClass::getBaseComponentType)
          .filter(named -> hidden.contains(named.getPackageName()))
          .forEach(named -> wrong.add(member.getFullName() + " names " + named.getFullName()));
    }
  }

  private static Stream<JavaClass> named(JavaMember member) {
    if (member instanceof JavaField field) {
      return field.getAllInvolvedRawTypes().stream();
    }
    var unit = (JavaCodeUnit) member;
    return Stream.of(
            unit.getParameterTypes().stream()
                .flatMap(each -> each.getAllInvolvedRawTypes().stream()),
            unit.getReturnType().getAllInvolvedRawTypes().stream(),
            unit.getThrowsClause().getTypes().stream())
        .flatMap(each -> each);
  }

  private static boolean isVisible(JavaClass type, Set<String> exported) {
    String name = type.getPackageName();
    return exported.contains(name) && !name.equals(FOR_GENERATED_CODE) && isVisible(type);
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ExportedSignaturesTest::isVisible).orElse(true);
  }

  /** What Javadoc shows; what is synthetic, it does not see. */
  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }
}
