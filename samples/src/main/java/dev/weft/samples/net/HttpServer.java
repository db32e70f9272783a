package dev.weft.samples.net;

import dev.weft.annotations.Async;
import dev.weft.io.AsyncFile;
import dev.weft.io.TcpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Serves the files of a folder over HTTP/1.1; see {@link HttpService}. */
@Command(name = "HttpServer", description = "Serves the files of a folder over HTTP/1.1.")
public final class HttpServer extends NetSample {

  @Parameters(index = "0", defaultValue = ".", description = "the folder")
  private Path folder = Path.of(".");

  /** Runs until it is stopped. */
  public static void main(String[] args) {
    main(new HttpServer(), args);
  }

  @Async
  @Override
  void run() throws IOException {
    try (TcpServer server = TcpServer.listen(address())) {
      say("serving " + folder.toAbsolutePath().normalize() + " at http:/" + server.address());
      new HttpService(path -> read(path), figures).run(server);
    }
  }

  /** Nothing outside of the folder is found, however the path is written. */
  @Async
  private byte @Nullable [] read(String path) throws IOException {
    Path root = folder.toRealPath();
    Path file = root.resolve(path.substring(1)).normalize();
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      return null;
    }
    try (AsyncFile open = AsyncFile.open(file, StandardOpenOption.READ)) {
      ByteBuffer content = ByteBuffer.allocate((int) Math.min(open.size(), Integer.MAX_VALUE - 8));
      while (content.hasRemaining() && open.read(content, content.position()) >= 0) {
        // until it is full
      }
      return content.array();
    }
  }
}
