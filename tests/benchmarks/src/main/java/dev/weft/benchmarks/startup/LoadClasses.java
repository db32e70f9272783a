package dev.weft.benchmarks.startup;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Loads the classes {@code G0}, {@code G1}, ... of its class path; prints how many milliseconds of
 * processor time that took its thread, on which an agent does its work too.
 */
public final class LoadClasses {

  private LoadClasses() {}

  /** How many. */
  public static void main(String[] args) throws ClassNotFoundException {
    int n = Integer.parseInt(args[0]);
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < n; i++) {
      Class<?> unused = Class.forName("generated.G" + i, false, loader);
    }
    System.out.println((threads.getCurrentThreadCpuTime() - start) / 1e6);
  }
}
