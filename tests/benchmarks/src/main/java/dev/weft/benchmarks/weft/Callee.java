package dev.weft.benchmarks.weft;

import dev.weft.annotations.Async;

/** What is called through an interface. */
interface Callee {
  @Async
  int callInt(Callee next, int depth);

  @Async
  long callLong(Callee next, int depth);

  @Async
  Object callObject(Callee next, int depth);

  @Async
  void callVoid(Callee next, int depth);
}
