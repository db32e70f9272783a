package dev.weft.tests.io;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What coroutines do with sockets, files, names and schedulers, on the packaged jars. */
@TestInstance(Lifecycle.PER_CLASS)
class IoProgramsTest {

  private IoPrograms programs;

  @BeforeAll
  void compile(@TempDir Path folder) throws Exception {
    programs = IoPrograms.compile(folder);
  }

  @Test
  void tcpOnOneLoop() throws Exception {
    programs.run("Tcp");
  }

  @Test
  void tcpAcceptedOnOneLoopAndServedOnOthers() throws Exception {
    programs.run("Tcp", "several");
  }
}
