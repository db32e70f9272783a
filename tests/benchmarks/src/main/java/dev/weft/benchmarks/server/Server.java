package dev.weft.benchmarks.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A server that answers on one thread (virtual threads: on as many as the JVM takes), and how it is
 * written.
 */
public interface Server extends Closeable {

  /** What {@link #start} knows. */
  List<String> KINDS = List.of("handwritten", "weft", "netty", "virtualThreads");

  /** How many connections may wait to be accepted. */
  int BACKLOG = 4096;

  /** Where it listens. */
  int port();

  /** Starts one. */
  static Server start(String kind, Protocol protocol) throws IOException {
    return switch (kind) {
      case "weft" -> new WeftServer(protocol);
      case "handwritten" -> new SelectorServer(protocol);
      case "netty" -> new NettyServer(protocol);
      case "virtualThreads" -> new ThreadServer(protocol);
      default -> throw new IllegalArgumentException("no such server: " + kind);
    };
  }

  /** A free port of this machine alone. */
  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /**
   * {@code KIND PROTOCOL}: prints its port, and serves until its standard input ends, so that it
   * does not outlive whoever has started it.
   */
  static void main(String[] args) throws IOException {
    try (Server server = start(args[0], Protocol.valueOf(args[1]))) {
      System.out.println(server.port());
      System.in.transferTo(OutputStream.nullOutputStream()); // nobody writes: waits for the end
    }
  }
}
