package dev.weft.spring.checks;

import java.lang.reflect.Method;

/** Something that is wrong with some methods of beans. */
interface MethodCheck {

  /**
   * Looks at one method.
   *
   * @param bean the class of the bean, which has the method or inherits it
   * @throws RefusedMethodException if the application cannot start with it
   */
  void check(Method method, Class<?> bean);
}
