package dev.weft.benchmarks.handwritten;

/** What is called through an interface. */
interface Callee {
  int callInt(Callee next, int depth, Carrier c);

  long callLong(Callee next, int depth, Carrier c);

  Object callObject(Callee next, int depth, Carrier c);

  void callVoid(Callee next, int depth, Carrier c);
}
