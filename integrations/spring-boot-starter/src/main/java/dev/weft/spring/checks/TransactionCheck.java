package dev.weft.spring.checks;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.util.StringUtils;

/**
 * Refuses transactions around methods whose work goes on when a call has returned: they would be
 * committed before it is done. A reactive transaction lasts until the work is done, but is known by
 * Reactor's context, which a coroutine does not have: what it awaits would not be part of it.
 */
final class TransactionCheck implements MethodCheck {

  private static final String RATHER =
      "Let the method be a suspending one: mark it @Async and return the value itself. The"
          + " transaction then lasts until it is done, and callers that need a Task begin one by"
          + " Weft.start(() -> bean.method()).";

  private static final String OPERATOR =
      "Compose what belongs to the transaction in one publisher, give that to a"
          + " TransactionalOperator, and await what comes of it.";

  private final BeanFactory beans;

  TransactionCheck(BeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public void check(Method method, Class<?> bean) {
    if (!Kinds.outlivesItsCall(method)) {
      return;
    }
    TransactionAttribute transaction = transaction(method, bean);
    if (transaction == null || !takesPart(transaction)) {
      return;
    }
    TransactionManager manager = manager(transaction);
    String what = "is @Transactional and returns " + Kinds.name(method.getReturnType());
    throw manager instanceof ReactiveTransactionManager
        ? new RefusedMethodException(
            method,
            what
                + ": its transaction manager ("
                + manager.getClass().getName()
                + ") is reactive, and what a coroutine awaits does not see Reactor's context, so it"
                + " would not be part of the transaction",
            OPERATOR)
        : new RefusedMethodException(
            method,
            what
                + ": the transaction"
                + (manager == null ? "" : " (of " + manager.getClass().getName() + ")")
                + " belongs to the calling thread, and would be committed when the method returns,"
                + " before its work is done",
            RATHER);
  }

  private @Nullable TransactionAttribute transaction(Method method, Class<?> bean) {
    for (var source : beans.getBeanProvider(TransactionAttributeSource.class)) {
      TransactionAttribute found = source.getTransactionAttribute(method, bean);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean takesPart(TransactionAttribute transaction) {
    int propagation = transaction.getPropagationBehavior();
    return propagation != TransactionDefinition.PROPAGATION_NEVER
        && propagation != TransactionDefinition.PROPAGATION_NOT_SUPPORTED;
  }

  /** As Spring finds it; null if only a call would tell. */
  private @Nullable TransactionManager manager(TransactionAttribute transaction) {
    String qualifier = transaction.getQualifier();
    if (!StringUtils.hasText(qualifier)) {
      return beans.getBeanProvider(TransactionManager.class).getIfUnique();
    }
    try {
      return BeanFactoryAnnotationUtils.qualifiedBeanOfType(
          beans, TransactionManager.class, qualifier);
    } catch (BeansException unknown) { // which the first call will say
      return null;
    }
  }
}
