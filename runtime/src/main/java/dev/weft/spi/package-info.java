/**
 * For those who extend Weft: schedulers ({@link dev.weft.spi.Scheduler}, {@link
 * dev.weft.spi.TimedScheduler}) and suspending operations ({@link dev.weft.spi.Operation}), of
 * which awaitable types are made.
 *
 * <p>A type that Weft has never heard of, {@code Mono} say, becomes awaitable by one method:
 *
 * <pre>{@code
 * @Async
 * public static <T> T await(Mono<T> mono) throws Exception {
 *   return new MonoOperation<>(mono).await();
 * }
 * }</pre>
 *
 * where {@code MonoOperation} is an {@link dev.weft.spi.Operation} that subscribes when it starts.
 */
@NullMarked
package dev.weft.spi;

import org.jspecify.annotations.NullMarked;
