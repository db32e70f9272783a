package switches;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;
import java.util.concurrent.TimeUnit;

/** Switches over int, String and enum, statements and expressions, old and with arrows. */
public final class Switches {

  private enum Colour {
    RED,
    GREEN {
      @Override
      String word() {
        return "verde";
      }
    },
    BLUE;

    String word() {
      return name().toLowerCase();
    }
  }

  @Async
  public static Object run(Probe p) throws Exception {
    for (int i = -1; i < 5; i++) {
      p.log(oldInt(p, i) + arrowInt(p, i) + sparse(p, i * 1000));
    }
    for (String s : new String[] {"a", "b", "Aa", "BB", "zzz"}) {
      p.log(ofString(p, s));
    }
    for (Colour c : Colour.values()) {
      p.log(ofEnum(p, c) + nested(p, c, TimeUnit.DAYS));
    }
    p.log(onStack(p, 1, 2L) + onStack(p, 0, 2L));
    p.log(withTry(p, 0) + withTry(p, 1) + withTry(p, 2));
    return inCondition(p);
  }

  @Async
  private static String oldInt(Probe p, int i) {
    String out = "";
    switch (await(p.later(i))) {
      case 0:
        out += "zero";
        break;
      case 1:
        out += await(p.later("one"));
      case 2:
        String local = "two";
        out += await(p.later(local));
        break;
      default:
        out += "many";
      case 3:
        out += await(p.later("three"));
    }
    return out + await(p.later(i));
  }

  @Async
  private static String arrowInt(Probe p, int i) {
    int value =
        switch (i) {
          case 0, 1 -> await(p.later(10));
          case 2 -> {
            int x = await(p.later(20));
            yield x + await(p.later(1));
          }
          case 3 -> 30;
          default -> i < 0 ? await(p.later(-1)) : 99;
        };
    return " " + value + " ";
  }

  @Async
  private static long sparse(Probe p, int i) {
    return switch (i) {
      case -1000 -> 1L;
      case 1000 -> await(p.later(2L));
      case 3000 -> {
        try {
          yield await(p.fail(new RuntimeException("x")));
        } catch (RuntimeException e) {
          yield await(p.later(3L));
        }
      }
      default -> 4L;
    };
  }

  @Async
  private static String ofString(Probe p, String s) {
    String first =
        switch (await(p.later(s))) {
          case "a" -> "A" + await(p.later(1));
          case "Aa" -> "collision 1";
          case "BB" -> await(p.later("collision 2"));
          default -> "default";
        };
    switch (s) {
      case "b":
        first += await(p.later("fall"));
      case "a":
        first += await(p.later("through"));
        break;
      case "zzz":
        first += "last";
    }
    return first;
  }

  @Async
  private static String ofEnum(Probe p, Colour c) {
    String word =
        switch (c) {
          case RED -> await(p.later("rot"));
          case GREEN -> c.word() + await(p.later("!"));
          case BLUE -> "blau";
        };
    switch (await(p.later(c))) {
      case RED:
        return word + 1;
      case BLUE:
        word += await(p.later(c)).word();
        break;
      default:
        word += "?";
    }
    return word;
  }

  @Async
  private static String nested(Probe p, Colour c, TimeUnit unit) {
    return switch (c) {
      case RED, GREEN ->
          switch (unit) {
            case DAYS -> await(p.later("d")) + (c == Colour.RED ? await(p.later("r")) : "g");
            default -> "other";
          };
      default -> "" + unit.toSeconds(await(p.later(1)));
    };
  }

  @Async
  private static String onStack(Probe p, int i, long l) {
    return i
        + ","
        + (l
            + switch (await(p.later(i))) {
              case 0 -> await(p.later(5L));
              case 1 -> {
                long sum = 0;
                for (int k = 0; k < 3; k++) {
                  sum += await(p.later(k));
                }
                yield sum;
              }
              default -> throw new IllegalStateException();
            })
        + ";";
  }

  @Async
  private static String withTry(Probe p, int i) {
    String result = "r" + i;
    result +=
        switch (i) {
          case 0 -> {
            try {
              yield await(p.later("zero"));
            } finally {
              p.log(await(p.later("finally 0")));
            }
          }
          case 1 -> {
            try {
              await(p.fail(new Exception("one")));
              yield "no";
            } catch (Exception e) {
              yield e.getMessage();
            } finally {
              p.log(await(p.later("finally 1")));
            }
          }
          default -> await(p.later("rest"));
        };
    return result;
  }

  @Async
  private static String inCondition(Probe p) {
    int i = 0;
    while (switch (i) {
      case 0, 1, 2 -> await(p.later(true));
      default -> await(p.later(false));
    }) {
      i++;
    }
    return "i=" + i;
  }
}
