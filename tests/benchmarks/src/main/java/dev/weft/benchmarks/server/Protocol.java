package dev.weft.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is spoken between the servers and the load: one request, one answer, and so on. */
public enum Protocol {

  /** 64 bytes to and fro. */
  ECHO {
    @Override
    public void answer(ByteBuffer in, ByteBuffer out) {
      out.put(in);
    }

    @Override
    int answerEnd(ByteBuffer received) {
      return REQUEST_BYTES;
    }

    @Override
    byte[] request() {
      byte[] request = new byte[REQUEST_BYTES];
      Arrays.fill(request, (byte) 'x');
      return request;
    }
  },

  /** HTTP/1.1 on a connection that stays open: the same short page for whatever is asked. */
  HTTP {
    @Override
    public void answer(ByteBuffer in, ByteBuffer out) {
      for (int end = headEnd(in); end >= 0 && out.remaining() >= PAGE.length; end = headEnd(in)) {
        in.position(end);
        out.put(PAGE);
      }
    }

    @Override
    int answerEnd(ByteBuffer received) {
      int head = headEnd(received);
      return head < 0 ? Integer.MAX_VALUE : head + BODY.length();
    }

    @Override
    byte[] request() {
      return bytes("GET /hello HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n\r\n");
    }
  };

  /** The body of every page. */
  static final String BODY = "Hello, world!";

  /** Room for the answers to all requests that fit into {@link #IN_BYTES}. */
  static final int OUT_BYTES = 4096;

  static final int IN_BYTES = 512;

  private static final int REQUEST_BYTES = 64;

  private static final byte[] PAGE =
      bytes(
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY);

  /**
   * Takes the requests that are there in full out of {@code in} and puts their answers into {@code
   * out}.
   */
  public abstract void answer(ByteBuffer in, ByteBuffer out);

  /** Where the first answer in {@code received} ends; beyond its end if more has to come. */
  abstract int answerEnd(ByteBuffer received);

  /** One request. */
  abstract byte[] request();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Behind the empty line that ends a request's or answer's head; -1 if it is not there yet. */
  private static int headEnd(ByteBuffer in) {
    for (int i = in.position() + 3; i < in.limit(); i++) {
      if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }
}
