package dev.weft.spring.tests.refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.spring.checks.RefusedMethodAnalyzer;
import dev.weft.spring.checks.RefusedMethodException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What would be wrong silently keeps an application from starting, and is named. */
class RefusalsTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class App {}

  private static ConfigurableApplicationContext start(WebApplicationType type, Class<?>... beans) {
    List<Class<?>> all = new ArrayList<>(List.of(App.class));
    all.addAll(List.of(beans));
    var application = new SpringApplication(all.toArray(new Class<?>[0]));
    application.setWebApplicationType(type);
    return application.run("--server.port=0", "--logging.level.root=OFF");
  }

  private static RefusedMethodException refused(WebApplicationType type, Class<?>... beans) {
    Throwable failure = catchThrowable(() -> start(type, beans).close());
    assertThat(failure).isNotNull();
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertThat(root).isInstanceOf(RefusedMethodException.class);
    return (RefusedMethodException) root;
  }

  private static AbstractStringAssert<?> message(Class<?>... beans) {
    return assertThat(refused(WebApplicationType.NONE, beans).getMessage());
  }

  private static String method(Class<?> of, String name) {
    return of.getName() + "." + name + " (Beans.java:";
  }

  @Test
  void springsAsyncWhereWeftsIsMeant() {
    message(Beans.SpringAsyncTask.class)
        .startsWith(method(Beans.SpringAsyncTask.class, "load"))
        .contains("has Spring's @Async (org.springframework.scheduling.annotation.Async)")
        .contains("returns Weft's Task")
        .contains("Mark a coroutine with dev.weft.annotations.Async, or Coroutine");
    message(Beans.BothAsyncs.class)
        .startsWith(method(Beans.BothAsyncs.class, "load"))
        .contains("and Weft's as well");
    message(Beans.SpringAsyncClass.class)
        .startsWith(method(Beans.SpringAsyncClass.class, "load"))
        .contains(
            "is in " + Beans.SpringAsyncClass.class.getName() + ", which has Spring's @Async");
  }

  @Test
  void transactionsThatWouldBeCommittedTooEarly() {
    message(Beans.TransactionalTask.class)
        .startsWith(method(Beans.TransactionalTask.class, "pay"))
        .contains("is @Transactional and returns a Task")
        .contains("TransactionManager) belongs to the calling thread")
        .contains("Let the method be a suspending one");
    message(Beans.TransactionalClass.class)
        .startsWith(method(Beans.TransactionalClass.class, "rows"))
        .contains("returns an AsyncGenerator");
    message(Beans.TransactionalFuture.class)
        .startsWith(method(Beans.TransactionalFuture.class, "pay"))
        .contains("returns a CompletableFuture");
  }

  @Configuration(proxyBeanMethods = false)
  static class LazyBeans {
    @Bean
    @Lazy
    Beans.TransactionalTask late() {
      return new Beans.TransactionalTask();
    }
  }

  @Test
  void beansThatAreMadeLaterAreRefusedThen() {
    try (ConfigurableApplicationContext context = start(WebApplicationType.NONE, LazyBeans.class)) {
      assertThatThrownBy(() -> context.getBean(Beans.TransactionalTask.class))
          .rootCause()
          .isInstanceOf(RefusedMethodException.class)
          .hasMessageStartingWith(method(Beans.TransactionalTask.class, "pay"));
    }
  }

  @Test
  void transactionsThatACoroutineDoesNotSee() {
    message(ReactiveTransactions.class, Beans.TransactionalTask.class)
        .startsWith(method(Beans.TransactionalTask.class, "pay"))
        .contains("does not see Reactor's context")
        .contains("TransactionalOperator");
  }

  @Test
  void whatIsCheckedOrKeptIsNotTheResult() {
    message(Beans.CheckedAfterwards.class)
        .startsWith(method(Beans.CheckedAfterwards.class, "load"))
        .contains("has @PostAuthorize and returns a Task");
    message(Beans.CachedGenerator.class)
        .startsWith(method(Beans.CachedGenerator.class, "words"))
        .contains("has @Cacheable and returns a Generator");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SERVLET", "REACTIVE"})
  void handlersThatAreNotWoven(WebApplicationType type) {
    assertThat(refused(type, Beans.UnwovenHandlers.class))
        .hasMessageStartingWith(method(Beans.UnwovenHandlers.class, "get"))
        .hasMessageContaining("its class has not been woven")
        .hasMessageContaining("-javaagent:weft-agent.jar");
  }

  @Test
  void handlersThatWouldHoldTheirThread() {
    assertThat(refused(WebApplicationType.SERVLET, Beans.OtherAdapter.class))
        .hasMessageStartingWith(method(Beans.OtherAdapter.class, "get"))
        .hasMessageContaining("RequestMappingHandlerAdapter")
        .hasMessageContaining("dev.weft.spring.mvc.SuspendingHandlerAdapter");
    assertThat(refused(WebApplicationType.REACTIVE, Beans.FinalHandlers.class))
        .hasMessageStartingWith(method(Beans.FinalHandlers.class, "get"))
        .hasMessageContaining("is in a final class and suspends");
    assertThat(refused(WebApplicationType.REACTIVE, Beans.PrivateHandler.class))
        .hasMessageStartingWith(method(Beans.PrivateHandler.class, "get"))
        .hasMessageContaining("is private and suspends");
  }

  @Test
  void whatIsFineIsNotRefused() {
    try (ConfigurableApplicationContext context =
        start(WebApplicationType.SERVLET, Beans.Fine.class, Beans.FinalHandlers.class)) {
      assertThat(context.getBean(Beans.Fine.class)).isNotNull();
    }
  }

  @Test
  void springBootSaysWhatIsWrongAndWhatToDo() {
    RefusedMethodException refused =
        refused(WebApplicationType.NONE, Beans.TransactionalTask.class);
    FailureAnalysis analysis =
        new RefusedMethodAnalyzer().analyze(new IllegalStateException(refused));
    assertThat(analysis.getDescription())
        .startsWith(method(Beans.TransactionalTask.class, "pay"))
        .endsWith("before its work is done.");
    assertThat(analysis.getAction()).startsWith("Let the method be a suspending one");
  }
}
