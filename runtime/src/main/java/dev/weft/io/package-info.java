/**
 * Input and output that suspends the coroutine instead of blocking its thread.
 *
 * <p>What all operations have in common:
 *
 * <ul>
 *   <li>They try first. What can be done at once touches no selector and does not suspend, save now
 *       and then to let others run.
 *   <li><b>Cancelled</b> while suspended, an operation ends with the {@link
 *       java.util.concurrent.CancellationException}, and the channel stays open and usable. A read,
 *       an accept, a receive has then taken nothing; of a write or a {@code readFully}, the
 *       buffer's position tells how much was done. A connect closes its channel.
 *   <li><b>Time limits</b> are set by {@code timeout}; an operation that takes longer fails with a
 *       {@link java.net.SocketTimeoutException} and leaves the channel as cancelling does.
 *   <li><b>Failures</b> are the usual {@link java.io.IOException}s, with what was tried and the
 *       peer's address in the message, thrown where the operation was called.
 *   <li>Called in ordinary code they block; on the thread of an event loop they refuse to.
 *   <li>At a time, one coroutine may read and one may write a channel; another one is refused. They
 *       may run on any scheduler; the channel's event loop only watches for readiness.
 * </ul>
 */
@NullMarked
package dev.weft.io;

import org.jspecify.annotations.NullMarked;
