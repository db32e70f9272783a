package dev.weft.checker.model;

/** Names of Weft's annotations and types: the checker knows them by name only. */
final class Names {

  static final String ASYNC = "dev.weft.annotations.Async";
  static final String COROUTINE = "dev.weft.annotations.Coroutine";
  static final String INTRINSIC = "dev.weft.woven.Intrinsic";
  static final String TASK = "dev.weft.Task";
  static final String GENERATOR = "dev.weft.Generator";
  static final String ASYNC_GENERATOR = "dev.weft.AsyncGenerator";
  static final String ASYNC_ITERATOR = "dev.weft.AsyncIterator";
  static final String COMPLETION_STAGE = "java.util.concurrent.CompletionStage";
  static final String COMPLETABLE_FUTURE = "java.util.concurrent.CompletableFuture";

  private Names() {}
}
