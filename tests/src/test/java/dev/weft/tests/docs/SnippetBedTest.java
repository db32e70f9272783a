package dev.weft.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.tests.docs.Snippet.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test bed of the documentation finds what is wrong with a page, and where. */
class SnippetBedTest {

  @TempDir Path folder;

  private static List<Snippet> parse(String page) {
    return SnippetParser.parse("page.md", page.replace("'''", "```"));
  }

  /** Runs the only snippet of a page. */
  private void check(String page) throws Exception {
    List<Snippet> snippets = parse(page);
    assertThat(snippets).hasSize(1);
    SnippetRun.of(snippets, folder).check(snippets.get(0));
  }

  // ---- what is found ----

  @Test
  void onlyJavaIsFoundAndWhereItBegins() {
    List<Snippet> found =
        parse(
            """
            # A page
            '''sh
            ls
            '''
            text
              <!-- snippet members
              hidden
              -->
            '''java
            int a;

            int b;
            '''
            ~~~java
            class C { public static void main(String[] a) {} }
            ~~~
            """);

    assertThat(found).hasSize(2);
    assertThat(found.get(0).where()).isEqualTo("page.md:10");
    assertThat(found.get(0).kind()).isEqualTo(Kind.MEMBERS);
    assertThat(found.get(0).code())
        .extracting(Snippet.Line::text)
        .containsExactly("int a;", "", "int b;");
    assertThat(found.get(0).hidden()).containsExactly(new Snippet.Line(7, "  hidden"));
    assertThat(found.get(0).output()).isNull();
    assertThat(found.get(1).where()).isEqualTo("page.md:15");
    assertThat(found.get(1).kind()).isNull();
  }

  @Test
  void outputIsShownByCommentsOrByABlock() {
    assertThat(
            parse(
                    """
                    '''java
                    System.out.println(1 + 1); // 2
                    int x; // not printed
                    System.out.println();
                    System.out.println("a // b");  //c
                    '''
                    """)
                .get(0)
                .output())
        .isEqualTo("2\nc\n");
    assertThat(
            parse(
                    """
                    '''java
                    System.out.println(1 + 1); // is not it
                    '''
                    which prints

                    <!-- output -->

                    '''text
                    2

                    3
                    '''
                    """)
                .get(0)
                .output())
        .isEqualTo("2\n\n3\n");
  }

  @Test
  void commentsThatSpeakOfNothingAreTold() {
    assertThatThrownBy(() -> parse("text\n<!-- snippet plain -->\n"))
        .hasMessage("page.md:2: no snippet follows this comment");
    assertThatThrownBy(
            () -> parse("<!-- snippet plain -->\n<!-- snippet plain -->\n'''java\n'''\n"))
        .hasMessage("page.md:1: no snippet follows this comment");
    assertThatThrownBy(() -> parse("<!-- snippet plain -->\n'''sh\n'''\n"))
        .hasMessage("page.md:1: what follows this comment is not marked as java");
    assertThatThrownBy(() -> parse("\n<!-- snippet green -->\n'''java\n'''\n"))
        .hasMessage("page.md:2: no kind of snippet is called 'green'");
    assertThatThrownBy(() -> parse("<!-- output -->\n'''\n'''\n"))
        .hasMessage("page.md:1: no snippet stands before this output");
    assertThatThrownBy(() -> parse("'''java\n'''\n<!-- output -->\ntext\n"))
        .hasMessage("page.md:3: no block follows this comment");
    assertThatThrownBy(() -> parse("\n'''java\nint x;\n"))
        .hasMessage("page.md:2: what begins here has no end: ```");
    assertThatThrownBy(() -> parse("<!-- snippet plain\nint x;\n"))
        .hasMessage("page.md:1: what begins here has no end: -->");
  }

  // ---- what runs ----

  @Test
  void programsRun() throws Exception {
    check(
        """
        '''java
        import dev.weft.Weft;

        class Program {
          public static void main(String[] arguments) {
            System.out.println(Weft.await(dev.weft.Task.completed("done"))); // done
          }
        }
        '''
        """);
  }

  @Test
  void membersStatementsAndPlainCodeAreMadePrograms() throws Exception {
    check(
        """
        <!-- snippet members
        before: System.out.println(twice(4) + hidden());
        after: System.out.println("end");
        static String hidden() { return "!"; } -->
        '''java
        import java.util.function.IntUnaryOperator;
        @Async static int twice(int x) { Weft.delay(Duration.ofMillis(1)); return 2 * x; }
        static IntUnaryOperator imported;
        '''
        <!-- output -->
        '''
        8!
        end
        '''
        """);
    check(
        """
        <!-- snippet statements
        import java.math.BigInteger;
        before: int x = 1;
        after: System.out.println(y);
        -->
        '''java
        Weft.delay(Duration.ofMillis(x));
        int y = BigInteger.TWO.intValue();
        System.out.println(EventLoop.current() != null); // true
        '''
        <!-- output -->
        '''
        true
        2
        '''
        """);
    check(
        """
        <!-- snippet plain -->
        '''java
        System.out.println(Thread.currentThread().getName()); // main
        '''
        """);
  }

  @Test
  void coroutinesAreWoven() throws Exception {
    check(
        """
        <!-- snippet members
        before: System.out.println(await(Task.completed(3)) + waits());
        -->
        '''java
        @Async static int waits() { Weft.delay(Duration.ofMillis(1)); return 1; }
        '''
        <!-- output -->
        '''
        4
        '''
        """);
  }

  // ---- what is wrong ----

  @Test
  void whatDoesNotCompileIsToldWithItsLine() {
    assertThatThrownBy(
            () ->
                check(
                    """
                    text
                    <!-- snippet statements
                    before: int hidden = 1;
                    -->
                    '''java
                    int fine = hidden;
                    int broken = "text";
                    '''
                    """))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("page.md:7: incompatible types");
    assertThatThrownBy(
            () ->
                check(
                    """
                    <!-- snippet statements
                    before: int hidden = missing;
                    -->
                    '''java
                    int fine = 1;
                    '''
                    """))
        .hasMessageContaining("page.md:2: cannot find symbol");
  }

  @Test
  void whatPrintsSomethingElseIsTold() {
    String page =
        """
        <!-- snippet plain -->
        '''java
        System.out.println(1 + 1); // 3
        '''
        """;

    assertThatThrownBy(() -> check(page))
        .hasMessageContaining("page.md:3: this snippet prints something else")
        .hasMessageContaining("the page shows:\n3\nit prints:\n2\n");
  }

  @Test
  void whatPrintsMoreThanIsShownIsTold() {
    assertThatThrownBy(
            () ->
                check(
                    """
                    <!-- snippet plain -->
                    '''java
                    System.out.println(1);
                    System.out.println(2); // 2
                    '''
                    """))
        .hasMessageContaining("prints something else");
  }

  @Test
  void whatThrowsIsTold() {
    assertThatThrownBy(
            () ->
                check(
                    """
                    <!-- snippet statements -->
                    '''java
                    if (true) throw new IOException("broken");
                    '''
                    """))
        .hasMessageContaining("page.md:3: this snippet fails: java.io.IOException: broken");
  }

  @Test
  void whatFailsBesideIsTold() {
    assertThatThrownBy(
            () ->
                check(
                    """
                    <!-- snippet plain -->
                    '''java
                    var thread = new Thread(() -> { throw new IllegalStateException("aside"); });
                    thread.start();
                    thread.join();
                    '''
                    """))
        .hasMessageContaining("page.md:3: this snippet writes to standard error")
        .hasMessageContaining("aside");
  }

  @Test
  void whatIsNoProgramHasToSaySo() {
    assertThatThrownBy(() -> check("'''java\nint x = 1;\n'''\n"))
        .hasMessageStartingWith("page.md:2: this is no program; put a comment before it");
    assertThatThrownBy(() -> check("<!-- snippet program -->\n'''java\nint x = 1;\n'''\n"))
        .hasMessage("page.md:3: a program has a class and a main method");
  }
}
