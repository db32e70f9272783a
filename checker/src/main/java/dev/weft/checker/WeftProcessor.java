package dev.weft.checker;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * The checker as an annotation processor: to be on the processor path is enough. It processes
 * nothing; when it is made, it has the compiler tell it of each class that has been analysed.
 *
 * <p>With other compilers than javac, which have no such listeners, it does nothing and says so.
 */
public final class WeftProcessor extends AbstractProcessor {

  /** For the compiler, which finds it as a service. */
  public WeftProcessor() {}

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    ProcessingEnvironment javac = Environments.unwrap(environment);
    if (Environments.isJavac(javac)) {
      Javac.install(
          javac, options(environment.getOptions())); // a class of its own, linked only now
    } else {
      environment
          .getMessager()
          .printMessage(
              Diagnostic.Kind.NOTE,
              "[weft] the checker works with javac only, and this compiler ("
                  + environment.getClass().getName()
                  + ") is another one or hides it; nothing is checked. The weaver refuses the same"
                  + " when it weaves");
    }
  }

  private static Map<String, String> options(Map<String, String> all) {
    var own = new HashMap<String, String>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith(Options.PREFIX)) {
            own.put(name.substring(Options.PREFIX.length()), value == null ? "" : value);
          }
        });
    return own;
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("*");
  }

  @Override
  public Set<String> getSupportedOptions() {
    var names = new LinkedHashSet<String>();
    Options.NAMES.forEach(each -> names.add(Options.PREFIX + each));
    return names;
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    return false;
  }
}
