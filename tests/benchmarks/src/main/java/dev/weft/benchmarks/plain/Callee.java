package dev.weft.benchmarks.plain;

/** What is called through an interface. */
interface Callee {
  int callInt(Callee next, int depth);

  long callLong(Callee next, int depth);

  Object callObject(Callee next, int depth);

  void callVoid(Callee next, int depth);
}
