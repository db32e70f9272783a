package calls;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Calls of coroutines by reflection and by method handle: the ordinary methods. */
public final class ReflectiveCalls {

  @Async
  static Task<Integer> task(Probe p, int n) {
    return Task.completed(n + await(p.later(n)));
  }

  @Async
  static long suspending(Probe p, long n) {
    return n * await(p.later(2L));
  }

  @Async
  String member(Probe p, String s) throws Exception {
    if (s.isEmpty()) {
      throw new Exception("empty");
    }
    return s + await(p.later("!"));
  }

  @Async
  public static Object run(Probe p) throws Throwable {
    Method task = ReflectiveCalls.class.getDeclaredMethod("task", Probe.class, int.class);
    Object started = task.invoke(null, p, 20);
    p.log(await((Task<?>) started));
    p.log(task.isAnnotationPresent(Async.class) + " " + task.isSynthetic());
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodType type = MethodType.methodType(Task.class, Probe.class, int.class);
    MethodHandle handle = lookup.findStatic(ReflectiveCalls.class, "task", type);
    p.log(await((Task<?>) (Task) handle.invokeExact(p, await(p.later(4)))));
    Probe ready = Probe.plain(); // what would block is not allowed everywhere
    Method suspending =
        ReflectiveCalls.class.getDeclaredMethod("suspending", Probe.class, long.class);
    p.log(suspending.invoke(null, ready, 21L));
    MethodType ofMember = MethodType.methodType(String.class, Probe.class, String.class);
    MethodHandle member = lookup.findVirtual(ReflectiveCalls.class, "member", ofMember);
    p.log((String) member.invokeExact(new ReflectiveCalls(), ready, await(p.later("m"))));
    Method throwing =
        ReflectiveCalls.class.getDeclaredMethod("member", Probe.class, String.class);
    try {
      throwing.invoke(new ReflectiveCalls(), ready, "");
    } catch (InvocationTargetException e) {
      p.log(e.getCause().getMessage() + await(p.later("?")));
    }
    return null;
  }
}
