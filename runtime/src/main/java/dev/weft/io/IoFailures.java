package dev.weft.io;

import dev.weft.EventLoop;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** IoFailures of the usual types, told with what was tried and whom it was tried with. */
final class IoFailures {

  private IoFailures() {}

  /** {@link ClosedChannelException} with a message. */
  private static final class Closed extends ClosedChannelException {
    private static final long serialVersionUID = 1;
    private final String message;

    Closed(String message) {
      this.message = message;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }

  /** {@link NonReadableChannelException} with a message. */
  private static final class NotReadable extends NonReadableChannelException {
    private static final long serialVersionUID = 1;
    private final String message;

    NotReadable(String message) {
      this.message = message;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }

  /** {@link NonWritableChannelException} with a message. */
  private static final class NotWritable extends NonWritableChannelException {
    private static final long serialVersionUID = 1;
    private final String message;

    NotWritable(String message) {
      this.message = message;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }

  /** What is to be thrown for the failure of an operation on a file. */
  static Throwable ofFile(String what, Throwable failure) {
    if (failure instanceof ClosedChannelException closed) {
      return fileClosed(what, closed);
    }
    if (failure instanceof IllegalStateException state) {
      return wrongMode(what, state);
    }
    return failure instanceof IOException known ? during(what, known) : failure;
  }

  /** What an operation on a file fails with that has been closed. */
  static ClosedChannelException fileClosed(String what, ClosedChannelException failure) {
    var told = new Closed(what + ": the file is closed");
    told.initCause(failure);
    return told;
  }

  /** The JDK has no text for a file that was opened for the other purpose; others stay. */
  static IllegalStateException wrongMode(String what, IllegalStateException failure) {
    IllegalStateException told;
    if (failure instanceof NonReadableChannelException) {
      told = new NotReadable(what + ": the file was not opened for reading");
    } else if (failure instanceof NonWritableChannelException) {
      told = new NotWritable(what + ": the file was not opened for writing");
    } else {
      return failure;
    }
    told.initCause(failure);
    return told;
  }

  /** A failure of the same type with {@code what} before its message, and it as the cause. */
  static IOException during(String what, IOException failure) {
    String message = what + ": " + reason(failure);
    IOException told;
    if (failure instanceof Closed) { // which says already what was closed
      return failure;
    }
    if (failure instanceof ClosedChannelException) {
      told = new Closed(what + ": the channel is closed");
    } else if (failure instanceof ConnectException) {
      told = new ConnectException(message);
    } else if (failure instanceof NoRouteToHostException) {
      told = new NoRouteToHostException(message);
    } else if (failure instanceof PortUnreachableException) {
      told = new PortUnreachableException(message);
    } else if (failure instanceof BindException) {
      told = new BindException(message);
    } else if (failure instanceof SocketTimeoutException) {
      told = new SocketTimeoutException(message);
    } else if (failure instanceof UnknownHostException) {
      told = new UnknownHostException(message);
    } else if (failure instanceof EOFException) {
      told = new EOFException(message);
    } else if (failure instanceof SSLHandshakeException) {
      told = new SSLHandshakeException(message);
    } else if (failure instanceof SSLException) {
      told = new SSLException(message);
    } else if (isReset(failure)) {
      told = new SocketException(message);
    } else {
      told = new IOException(message);
    }
    told.initCause(failure);
    return told;
  }

  /**
   * Refuses a host name that nobody has looked up; the JDK does so without a text.
   *
   * @param does what is to be done with the address: {@code listen on }
   */
  static void checkResolved(String does, SocketAddress address) throws UnknownHostException {
    if (address instanceof InetSocketAddress host && host.isUnresolved()) {
      throw new UnknownHostException(
          does + host.getHostString() + ": its address is not known; see Names.resolve");
    }
  }

  /** What an operation fails with whose channel nobody would watch. */
  static IOException closed(EventLoop loop, @Nullable Throwable refusal) {
    return new IOException("the event loop " + loop + " has been closed", refusal);
  }

  /** The JDK tells of some resets by plain IOExceptions. */
  private static boolean isReset(IOException failure) {
    String reason = reason(failure);
    return failure instanceof SocketException
        || reason.contains("Connection reset")
        || reason.contains("Broken pipe");
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
