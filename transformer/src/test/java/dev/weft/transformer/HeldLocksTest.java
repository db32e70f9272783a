package dev.weft.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A lock that is held across a suspension is warned of, by line, and others are not. */
final class HeldLocksTest {

  private static final String SOURCE =
      """
      package p;
      import dev.weft.Task;
      import dev.weft.annotations.Async;
      import java.util.concurrent.TimeUnit;
      import java.util.concurrent.locks.*;
      import static dev.weft.Weft.*;
      class A {
        final Lock lock = new ReentrantLock();
        final ReentrantLock own = new ReentrantLock();
        final ReentrantReadWriteLock both = new ReentrantReadWriteLock();
        @Async int held(Task<Integer> t) {
          lock.lock();
          try {
            return await(t); // 14
          } finally {
            lock.unlock();
          }
        }
        @Async int afterwards(Task<Integer> t) {
          lock.lock();
          try { t.isDone(); } finally { lock.unlock(); }
          return await(t);
        }
        @Async int tried(Task<Integer> t) throws Exception {
          if (own.tryLock(1, TimeUnit.SECONDS)) {
            try { return await(t); } finally { own.unlock(); } // 26
          }
          return await(t);
        }
        @Async int notTried(Task<Integer> t) {
          if (!own.tryLock()) {
            return await(t);
          }
          own.unlock();
          return await(t);
        }
        @Async int written(Task<Integer> t) {
          both.writeLock().lock();
          await(t); // 39
          both.readLock().lock();
          both.writeLock().unlock();
          await(t); // 42
          both.readLock().unlock();
          return await(t);
        }
        @Async int inCatch(Task<Integer> t) {
          lock.lock();
          try {
            if (t.isDone()) { throw new IllegalStateException(); }
          } catch (IllegalStateException e) {
            return await(t); // 51
          } finally {
            lock.unlock();
          }
          return await(t);
        }
      }
      """;

  @Test
  void namesTheLines() {
    Map<String, byte[]> classes = Sources.compile(SOURCE);
    WovenClass woven = new Weaver(Sources.hierarchy(classes)).weave(classes.get("p/A"));

    List<String> warnings =
        woven.methods().stream().flatMap(method -> method.warnings().stream()).toList();

    assertThat(warnings.stream().map(each -> each.substring(0, each.indexOf(')') + 1)))
        .containsExactly(
            "p.A.held(A.java:14)",
            "p.A.tried(A.java:26)",
            "p.A.written(A.java:39)",
            "p.A.written(A.java:42)",
            "p.A.inCatch(A.java:51)");
    assertThat(warnings.get(0)).contains("suspends while it may hold").contains("unlock it before");
    assertThat(woven.methods()).allMatch(method -> method.refusal() == null);
  }
}
