package dev.weft.spring.checks;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Looks at the methods of all beans for what would be wrong silently, before the application serves
 * anybody. Methods of beans that are made later are looked at then.
 */
public final class BeanChecks
    implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton {

  private static final String[] OTHERS = {"org.springframework.", "java.", "jakarta.", "jdk."};

  private static final boolean TRANSACTIONS =
      ClassUtils.isPresent(
          "org.springframework.transaction.interceptor.TransactionAttributeSource",
          BeanChecks.class.getClassLoader());

  /** What asks for no other bean. */
  private final List<MethodCheck> alone =
      List.of(new SpringAsyncCheck(), new SecurityCheck(), new CacheCheck());

  /** What asks for others, and so waits until there are all. */
  private final List<MethodCheck> afterwards = new ArrayList<>();

  private record Candidate(Method method, Class<?> bean) {}

  /** Guarded by this. */
  private final List<Candidate> candidates = new ArrayList<>();

  private boolean allThere;

  /** For Spring. */
  public BeanChecks() {}

  @Override
  public void setBeanFactory(BeanFactory beans) {
    if (TRANSACTIONS) {
      afterwards.add(new TransactionCheck(beans));
    }
  }

  /** Before there are proxies. */
  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    Class<?> type = ClassUtils.getUserClass(bean);
    for (String prefix : OTHERS) {
      if (type.getName().startsWith(prefix)) {
        return bean;
      }
    }
    for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
      if (!method.isSynthetic()) {
        look(method, type);
      }
    }
    return bean;
  }

  private void look(Method method, Class<?> type) {
    alone.forEach(check -> check.check(method, type));
    synchronized (this) {
      if (!allThere) {
        candidates.add(new Candidate(method, type));
        return;
      }
    }
    afterwards.forEach(check -> check.check(method, type));
  }

  @Override
  public void afterSingletonsInstantiated() {
    List<Candidate> all;
    synchronized (this) {
      allThere = true;
      all = List.copyOf(candidates);
      candidates.clear();
    }
    for (Candidate each : all) {
      afterwards.forEach(check -> check.check(each.method, each.bean));
    }
  }
}
