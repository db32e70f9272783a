package dev.weft.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.eclipse.jdt.internal.compiler.batch.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which compilers are told to use the checker. */
final class FormsTest {

  private static final String SOURCE =
      """
      class Source {
        int wrong(dev.weft.Task<Integer> task) {
          return dev.weft.Weft.await(task);
        }
      }
      """;

  private static final String FOUND =
      "Source.java:3:31: error: [weft:await] await would have to suspend in Source.wrong, but that"
          + " method will not be woven. It must be marked @Async.";

  private static Compilation with(String... options) {
    return new Compilation().source("Source.java", SOURCE).option(options);
  }

  private static String path() {
    return Compilation.CHECKER.toString();
  }

  @Test
  void onTheProcessorPathIsEnough() {
    Compilation.Result result = with("-processorpath", path()).compile();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.texts()).containsExactly(FOUND);
  }

  @Test
  void asAPluginWithoutProcessors() {
    Compilation.Result result =
        with("-processorpath", path(), "-proc:none", "-Xplugin:weft").compile();
    assertThat(result.texts()).containsExactly(FOUND);
  }

  @Test
  void asAModule() {
    Compilation compilation = with("--processor-module-path", path());
    if (Runtime.version().feature() > 21) { // asked by way of its API, javac looks at paths alone
      compilation.option("-proc:full");
    }
    assertThat(compilation.compile().texts()).containsExactly(FOUND);
  }

  @Test
  void bothTellOnce() {
    assertThat(with("-processorpath", path(), "-Xplugin:weft").compile().texts())
        .containsExactly(FOUND);
  }

  @Test
  void beStrictWithWarnings() {
    assertThat(with("-processorpath", path(), "-Xlint:all", "-Werror").compile().texts())
        .containsExactly(FOUND);
  }

  @Test
  void optionsOfThePlugin() {
    assertThat(with("-processorpath", path(), "-proc:none", "-Xplugin:weft check=warn").compile())
        .satisfies(result -> assertThat(result.succeeded()).isTrue())
        .satisfies(
            result ->
                assertThat(result.texts()).containsExactly(FOUND.replace("error", "warning")));
    assertThat(
            with("-processorpath", path(), "-proc:none", "-Xplugin:weft -Aweft.check=off")
                .compile()
                .texts())
        .isEmpty();
  }

  @Test
  void aPluginsOptionsComeBeforeAProcessors() {
    assertThat(
            with("-processorpath", path(), "-Xplugin:weft check=off", "-Aweft.check=error")
                .compile()
                .texts())
        .isEmpty();
  }

  @Test
  void behindGradlesEnvironment() {
    assertThat(with().processor(new Wrapping(Wrapper::new)).compile().texts())
        .containsExactly(FOUND);
  }

  @Test
  void behindAProxy() {
    assertThat(with().processor(new Wrapping(FormsTest::proxy)).compile().texts())
        .containsExactly(FOUND);
  }

  @Test
  void anEnvironmentThatHidesTheCompiler() {
    ProcessingEnvironment[] hidden = new ProcessingEnvironment[1];
    Compilation.Result result =
        with()
            .processor(
                new Wrapping(
                    inner -> {
                      hidden[0] = inner;
                      return new Wrapper(null) {
                        @Override
                        public Messager getMessager() {
                          return hidden[0].getMessager();
                        }

                        @Override
                        public Map<String, String> getOptions() {
                          return Map.of();
                        }
                      };
                    }))
            .compile();
    assertThat(result.succeeded()).isTrue();
    assertThat(result.texts())
        .singleElement()
        .asString()
        .contains("note: [weft] the checker works with javac only");
  }

  @Test
  void eclipsesCompilerChecksNothingAndSaysSo(@TempDir Path folder) throws IOException {
    Path source = Files.writeString(folder.resolve("Source.java"), SOURCE);
    var said = new StringWriter();
    boolean succeeded =
        new Main(new PrintWriter(said), new PrintWriter(said), false, null, null)
            .compile(
                new String[] {
                  "-17",
                  "-proceedOnError",
                  "-processorpath",
                  path(),
                  "-classpath",
                  System.getProperty("java.class.path"),
                  "-d",
                  folder.toString(),
                  source.toString()
                });
    assertThat(said.toString())
        .contains("[weft] the checker works with javac only, and this compiler (org.eclipse.jdt.")
        .containsOnlyOnce("[weft]");
    assertThat(succeeded).isTrue();
  }

  private static ProcessingEnvironment proxy(ProcessingEnvironment inner) {
    InvocationHandler handler =
        new InvocationHandler() {
          private final ProcessingEnvironment delegate = inner;

          @Override
          public Object invoke(Object self, Method method, Object[] arguments)
              throws ReflectiveOperationException {
            return method.invoke(delegate, arguments);
          }
        };
    return (ProcessingEnvironment)
        Proxy.newProxyInstance(
            FormsTest.class.getClassLoader(),
            new Class<?>[] {ProcessingEnvironment.class},
            handler);
  }

  /** Makes something else of the environment, as build tools do, for the processor. */
  private static final class Wrapping extends AbstractProcessor {
    private final Processor inner = new WeftProcessor();
    private final UnaryOperator<ProcessingEnvironment> wrapper;

    Wrapping(UnaryOperator<ProcessingEnvironment> wrapper) {
      this.wrapper = wrapper;
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
      inner.init(wrapper.apply(environment));
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return inner.getSupportedAnnotationTypes();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return inner.getSupportedSourceVersion();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      var unused = inner.process(annotations, round);
      return false;
    }
  }

  /** As Gradle's. */
  private static class Wrapper implements ProcessingEnvironment {
    private final ProcessingEnvironment delegate;

    Wrapper(ProcessingEnvironment delegate) {
      this.delegate = delegate;
    }

    @Override
    public Map<String, String> getOptions() {
      return delegate.getOptions();
    }

    @Override
    public Messager getMessager() {
      return delegate.getMessager();
    }

    @Override
    public Filer getFiler() {
      return delegate.getFiler();
    }

    @Override
    public Elements getElementUtils() {
      return delegate.getElementUtils();
    }

    @Override
    public Types getTypeUtils() {
      return delegate.getTypeUtils();
    }

    @Override
    public SourceVersion getSourceVersion() {
      return delegate.getSourceVersion();
    }

    @Override
    public Locale getLocale() {
      return delegate.getLocale();
    }
  }

  @Test
  void theProcessorNamesItsOptions() {
    assertThat(new WeftProcessor().getSupportedOptions())
        .isEqualTo(
            Set.copyOf(
                List.of(
                    "weft.check", "weft.monitors", "weft.blocking", "weft.off", "weft.taskTypes")));
  }
}
