package dev.weft.tests.docs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs compiled snippets one after the other, in a JVM that has the agent; each in a class loader
 * of its own. Arguments: a folder with a class and the name of the class, any number of times.
 *
 * <p>In the folder it writes {@code out} and {@code err}, what the snippet printed, and {@code
 * failure}, what it threw, or that it did not end.
 */
public final class SnippetMain {

  private static final int SECONDS = 120;

  private SnippetMain() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < arguments.length; i += 2) {
      run(Path.of(arguments[i]), arguments[i + 1]);
    }
    System.exit(0); // whatever threads a snippet has left
  }

  private static void run(Path folder, String className) throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    PrintStream before = System.out;
    PrintStream errBefore = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    String failure;
    try {
      failure = call(folder, className);
    } finally {
      System.setOut(before);
      System.setErr(errBefore);
    }
    Files.write(folder.resolve("out"), out.toByteArray());
    Files.write(folder.resolve("err"), err.toByteArray());
    Files.writeString(folder.resolve("failure"), failure);
  }

  private static String call(Path folder, String className) throws Exception {
    var failure = new String[] {""};
    var done = new CountDownLatch(1);
    URL[] classes = {folder.toUri().toURL()};
    var loader = new URLClassLoader(classes, SnippetMain.class.getClassLoader());
    var thread =
        new Thread(
            () -> {
              try {
                var main = loader.loadClass(className).getMethod("main", String[].class);
                main.setAccessible(true); // the class need not be public
                Object unused = main.invoke(null, (Object) new String[0]);
              } catch (InvocationTargetException thrown) {
                failure[0] = trace(thrown.getCause());
              } catch (Throwable thrown) {
                failure[0] = trace(thrown);
              } finally {
                done.countDown();
              }
            },
            "main");
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    thread.start();
    if (!done.await(SECONDS, TimeUnit.SECONDS)) {
      var stuck = new StringBuilder("did not end within " + SECONDS + " s\n");
      for (StackTraceElement each : thread.getStackTrace()) {
        stuck.append("\tat ").append(each).append('\n');
      }
      return stuck.toString();
    }
    return failure[0];
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text)); // into a text
    return text.toString();
  }
}
