package dev.weft.io;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Failures of the usual types, told with what was tried and whom it was tried with. */
final class Failures {

  private Failures() {}

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

  /** A failure of the same type with {@code what} before its message, and it as the cause. */
  static IOException during(String what, IOException failure) {
    String message = what + ": " + reason(failure);
    IOException told;
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
