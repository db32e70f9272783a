package dev.weft.rewrite;

/** The types that recipes read and write, by name: none of them is on a recipe's class path. */
final class Names {

  static final String WEFT = "dev.weft.Weft";
  static final String ASYNC = "dev.weft.annotations.Async";
  static final String COROUTINE = "dev.weft.annotations.Coroutine";
  static final String EA_ASYNC = "com.ea.async.Async";
  static final String STAGE = "java.util.concurrent.CompletionStage";
  static final String FUTURE = "java.util.concurrent.CompletableFuture";
  static final String TASK = "dev.weft.Task";

  private Names() {}

  static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
