package dev.weft.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.UniqueId.Segment;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds tests that return tasks in the classes and methods that are to be run. */
final class UnrunTestsResolver implements SelectorResolver {

  private static final String CLASS = "class";
  private static final String METHOD = "method";

  private final Predicate<String> classNames;

  UnrunTestsResolver(Predicate<String> classNames) {
    this.classNames = classNames;
  }

  /** The class, and those nested in it, each of which is one of its own here. */
  @Override
  public Resolution resolve(ClassSelector selector, Context context) {
    Class<?> type = selector.getJavaClass();
    boolean isNested = type.getEnclosingClass() != null;
    if (!UnrunTest.areIn(type) || !(isNested || classNames.test(type.getName()))) {
      return Resolution.unresolved();
    }
    Set<DiscoverySelector> within = within(type);
    if (UnrunTest.in(type).isEmpty()) {
      return Resolution.selectors(within);
    }
    return of(type, context)
        .map(found -> Resolution.match(Match.exact(found, () -> within)))
        .orElseGet(Resolution::unresolved);
  }

  private static Set<DiscoverySelector> within(Class<?> type) {
    Stream<DiscoverySelector> methods =
        UnrunTest.in(type).stream().map(each -> DiscoverySelectors.selectMethod(type, each));
    Stream<DiscoverySelector> nested =
        UnrunTest.nestedIn(type).stream().map(DiscoverySelectors::selectClass);
    return Stream.concat(methods, nested).collect(Collectors.toSet());
  }

  @Override
  public Resolution resolve(MethodSelector selector, Context context) {
    Class<?> type = selector.getJavaClass();
    Method method = selector.getJavaMethod();
    if (!UnrunTest.is(method)) {
      return Resolution.unresolved();
    }
    return context
        .addToParent(
            () -> DiscoverySelectors.selectClass(type),
            parent -> Optional.of(test(parent, type, method)))
        .map(found -> Resolution.match(Match.exact(found)))
        .orElseGet(Resolution::unresolved);
  }

  /** For whoever runs again what has failed. */
  @Override
  public Resolution resolve(UniqueIdSelector selector, Context context) {
    List<Segment> segments = selector.getUniqueId().getSegments();
    Segment last = segments.get(segments.size() - 1);
    if (last.getType().equals(CLASS)) {
      return Resolution.selectors(Set.of(DiscoverySelectors.selectClass(last.getValue())));
    }
    if (last.getType().equals(METHOD)) {
      String type = segments.get(segments.size() - 2).getValue();
      return ReflectionSupport.tryToLoadClass(type)
          .toOptional()
          .flatMap(
              loaded ->
                  UnrunTest.in(loaded).stream()
                      .filter(method -> id(method).equals(last.getValue()))
                      .findFirst()
                      .map(method -> DiscoverySelectors.selectMethod(loaded, method)))
          .map(found -> Resolution.selectors(Set.of(found)))
          .orElseGet(Resolution::unresolved);
    }
    return Resolution.unresolved();
  }

  private static Optional<UnrunTest.OfClass> of(Class<?> type, Context context) {
    return context.addToParent(
        parent ->
            Optional.of(
                new UnrunTest.OfClass(parent.getUniqueId().append(CLASS, type.getName()), type)));
  }

  private static UnrunTest test(TestDescriptor parent, Class<?> type, Method method) {
    UniqueId id = parent.getUniqueId().append(METHOD, id(method));
    return new UnrunTest(id, type, method);
  }

  private static String id(Method method) {
    return method.getName()
        + List.of(method.getParameterTypes()).stream()
            .map(Class::getName)
            .collect(Collectors.joining(",", "(", ")"));
  }
}
