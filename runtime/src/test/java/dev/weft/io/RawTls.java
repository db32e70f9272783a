package dev.weft.io;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * A TLS peer, on a blocking socket, that does what well-behaved ones do not: it makes records one
 * by one, sends them in pieces, and stops wherever it likes.
 */
final class RawTls implements Closeable {

  private static final int ROOM = 40_000;
  private static final byte[] NOTHING = {};

  final Socket socket;
  final SSLEngine engine;
  private final ByteBuffer incoming = ByteBuffer.allocate(ROOM).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocate(ROOM).limit(0);
  private int piece = ROOM;

  RawTls(Socket socket, SSLEngine engine) {
    this.socket = socket;
    this.engine = engine;
  }

  /** A client that is connected and has not said anything yet. */
  static RawTls client(InetSocketAddress to, SSLContext context, String protocol)
      throws IOException {
    SSLEngine engine = context.createSSLEngine("localhost", to.getPort());
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {protocol});
    var socket = new Socket(to.getAddress(), to.getPort());
    socket.setTcpNoDelay(true);
    return new RawTls(socket, engine);
  }

  /** Shakes hands to the end. */
  RawTls handshake() throws IOException {
    engine.beginHandshake();
    return shakeHands();
  }

  /** Goes on with a handshake that was begun. */
  RawTls shakeHands() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> send(record(NOTHING));
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (unwrap() == Status.CLOSED) {
            throw new EOFException("closed while shaking hands");
          }
        }
        default -> {
          return this;
        }
      }
    }
  }

  /** One record with {@code content}, or with what the engine has to say. */
  byte[] record(byte[] content) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(ROOM);
    SSLEngineResult result = engine.wrap(ByteBuffer.wrap(content), out);
    if (result.bytesConsumed() != content.length) {
      throw new IOException("not one record: " + result);
    }
    var record = new byte[out.position()];
    out.flip().get(record);
    return record;
  }

  /** A KeyUpdate that asks for one in return, over TLS 1.3; over 1.2, a renegotiation's hello. */
  byte[] handshakeAgain() throws IOException {
    engine.beginHandshake();
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      engine.getDelegatedTask().run();
    }
    return record(NOTHING);
  }

  byte[] closeNotify() throws IOException {
    engine.closeOutbound();
    return record(NOTHING);
  }

  /** Sends no more than so many bytes at once. */
  void inPiecesOf(int size) {
    piece = size;
  }

  void send(byte[] bytes) throws IOException {
    for (int sent = 0; sent < bytes.length; sent += piece) {
      socket.getOutputStream().write(bytes, sent, Math.min(piece, bytes.length - sent));
    }
  }

  void write(String text) throws IOException {
    send(record(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Plain bytes; -1 once the peer has said that it ends. */
  int read(byte[] into) throws IOException {
    while (!plain.hasRemaining()) {
      if (engine.isInboundDone() || unwrap() == Status.CLOSED) {
        return -1;
      }
    }
    int count = Math.min(into.length, plain.remaining());
    plain.get(into, 0, count);
    return count;
  }

  /** Reads all that comes, until the peer says that it ends. */
  String readAll() throws IOException {
    var text = new StringBuilder();
    var buffer = new byte[1000];
    for (int count = read(buffer); count >= 0; count = read(buffer)) {
      text.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
    }
    return text.toString();
  }

  private Status unwrap() throws IOException {
    while (true) {
      plain.compact();
      SSLEngineResult result;
      try {
        result = engine.unwrap(incoming, plain);
      } finally {
        plain.flip();
      }
      if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
        return result.getStatus();
      }
      receive();
    }
  }

  private void receive() throws IOException {
    InputStream in = socket.getInputStream();
    incoming.compact();
    int count = in.read(incoming.array(), incoming.position(), incoming.remaining());
    incoming.position(incoming.position() + Math.max(count, 0)).flip();
    if (count < 0) {
      throw new EOFException("the end without close_notify");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
