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
 *   <li><b>Time limits</b> are set by {@code timeout} and count from the beginning of a call,
 *       whether or not it has to wait; one that takes longer fails with a {@link
 *       java.net.SocketTimeoutException} and leaves the channel as cancelling does. The first try
 *       is always made, also when the limit is zero.
 *   <li><b>Failures</b> are the usual {@link java.io.IOException}s, with what was tried and the
 *       peer's address in the message, thrown where the operation was called. So is whatever else
 *       goes wrong, on a helper thread or where channels are looked for.
 *   <li>Called in ordinary code they block; on the thread of an event loop they refuse to.
 *   <li>At a time, one coroutine may read and one may write a channel, transfers of files and
 *       buffered input included; another one is refused with an {@link IllegalStateException} that
 *       names both operations. They may run on any scheduler; the channel's event loop only watches
 *       for readiness.
 *   <li>An operation gives way now and then, by number and by time, so that a peer who is always
 *       ready does not keep others from running.
 * </ul>
 */
@NullMarked
package dev.weft.io;

import org.jspecify.annotations.NullMarked;
