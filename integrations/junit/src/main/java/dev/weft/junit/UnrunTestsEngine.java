package dev.weft.junit;

import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;

/**
 * A test engine that fails the tests which JUnit Jupiter passes over because they return a task.
 *
 * <p>Jupiter runs no {@code @Test} method that returns a value; it says so in a warning that builds
 * do not show, and the test is never run. An extension hears nothing of such methods, only an
 * engine does. This one could not run them as Jupiter would, with its extensions and life cycle, so
 * each is a test that fails, and says what to write instead.
 */
public final class UnrunTestsEngine implements TestEngine {

  private static final EngineDiscoveryRequestResolver<EngineDescriptor> RESOLVER =
      EngineDiscoveryRequestResolver.<EngineDescriptor>builder()
          .addClassContainerSelectorResolver(UnrunTest::areIn)
          .addSelectorResolver(context -> new UnrunTestsResolver(context.getClassNameFilter()))
          .addTestDescriptorVisitor(context -> TestDescriptor::prune)
          .build();

  /** For JUnit. */
  public UnrunTestsEngine() {}

  @Override
  public String getId() {
    return "weft-unrun-tests";
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    var engine = new EngineDescriptor(id, "Weft (tests that return tasks)");
    RESOLVER.resolve(request, engine);
    return engine;
  }

  @Override
  public void execute(ExecutionRequest request) {
    execute(request.getRootTestDescriptor(), request);
  }

  private static void execute(TestDescriptor one, ExecutionRequest request) {
    var listener = request.getEngineExecutionListener();
    listener.executionStarted(one);
    if (one instanceof UnrunTest test) {
      listener.executionFinished(one, TestExecutionResult.failed(test.failure()));
      return;
    }
    one.getChildren().forEach(child -> execute(child, request));
    listener.executionFinished(one, TestExecutionResult.successful());
  }
}
