package dev.weft.transformer.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.transformer.WovenClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** Class files may hold any names and strings; pages show them, and are what they are. */
class HostileNamesTest {

  private static final String EVIL = "</title><script>alert(1)</script>&amp;\"'\u0001\uD800\u202E";

  @TempDir private Path folder;

  /** A class woven, and then with another name and source file as if it had been so. */
  private static WovenClass called(String name, String sourceFile) {
    WovenClass woven = SiteTest.explain(SiteTest.SOURCE).get(0);
    return new WovenClass(
        name,
        renamed(woven.original(), name, sourceFile),
        renamed(woven.bytes(), name, sourceFile),
        woven.added(),
        woven.embedded(),
        woven.methods());
  }

  private static byte[] renamed(byte[] classFile, String name, String sourceFile) {
    var writer = new ClassWriter(0);
    var named =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitSource(String file, String debug) {
            super.visitSource(sourceFile, debug);
          }
        };
    new ClassReader(classFile)
        .accept(new ClassRemapper(named, new SimpleRemapper(Opcodes.ASM9, "p/Small", name)), 0);
    return writer.toByteArray();
  }

  private Site site(SourceFiles sources) throws Exception {
    var site = new Site(folder, sources);
    site.begin();
    return site;
  }

  private List<String> files() throws Exception {
    try (Stream<Path> all = Files.list(folder.resolve("classes"))) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void namesThatLookLikeMarkupAreText() throws Exception {
    Site site = site(SourceFiles.none());
    site.add(called("a/" + EVIL.replace("/", "|"), EVIL), EVIL);
    site.finish();

    SiteTest.check(folder);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path page : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(page);
        assertThat(text).doesNotContain("<script>", "\u0001", "\u202E");
      }
    }
  }

  @Test
  void namesDoNotLeadOutOfTheFolder() throws Exception {
    Site site = site(SourceFiles.none());
    site.add(called("../../../evil", "x"), "");
    site.add(called("..", "x"), "");
    site.add(called("a\\..\\b", "x"), "");
    site.finish();

    assertThat(files()).hasSize(3).noneSatisfy(name -> assertThat(name).contains("..", "\\"));
    SiteTest.check(folder);
  }

  @Test
  void classesThatDifferByCaseOrNotAtAllHavePagesOfTheirOwn() throws Exception {
    Site site = site(SourceFiles.none());
    for (String name : List.of("p/A", "p/a", "p/A", "P/A")) {
      site.add(called(name, "x"), "some.jar");
    }
    site.finish();

    assertThat(files().stream().map(String::toLowerCase).distinct()).hasSize(4);
    SiteTest.check(folder);
  }

  @Test
  void longAndReservedNamesMakeFilesThatCanBe() throws Exception {
    Site site = site(SourceFiles.none());
    site.add(called("p/" + "\u00E4".repeat(5_000), "x"), "");
    site.add(called("p/" + "\u00E4".repeat(4_999) + "b", "x"), "");
    site.add(called("aux", "x"), "");
    site.add(called("Con/x", "x"), "");
    site.finish();

    assertThat(files())
        .hasSize(4)
        .allSatisfy(
            name -> assertThat(name).hasSizeLessThan(160).doesNotMatch("(?i)(aux|con)\\..*"));
    SiteTest.check(folder);
  }

  @Test
  void onlyFilesOfTheSourceFoldersAreShown() throws Exception {
    Path secret = folder.resolve("secret.txt");
    Files.writeString(secret, "a secret\n".repeat(30));
    Path sources = Files.createDirectories(folder.resolve("src"));
    for (String file : List.of("../secret.txt", secret.toString(), "../../" + secret)) {
      try (SourceFiles found = SourceFiles.in(List.of(sources))) {
        Site site = site(found);
        site.add(called("p/Small", file), "");
        site.finish();
      }
    }

    for (String page : files()) {
      assertThat(Files.readString(folder.resolve("classes/" + page))).doesNotContain("a secret");
    }
  }

  @Test
  void whatCannotBeShownIsReplaced() {
    assertThat(Markup.shown("a\tb\n\uD83D\uDE00")).isEqualTo("a\tb\n\uD83D\uDE00");
    assertThat(Markup.shown("a\u0000\uD83D\u2066\u009F\uFFFEb\uDE00"))
        .isEqualTo("a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb\uFFFD");
  }
}
