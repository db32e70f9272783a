package dev.weft.transformer.dump;

import dev.weft.transformer.WovenClass;
import dev.weft.transformer.model.Kind;
import dev.weft.transformer.model.RuntimeNames;
import dev.weft.transformer.report.MethodReport;
import java.util.Map;

/** How many bytes of code the methods of a class have, before and after. */
public final class BodySizes {

  /** HotSpot neither compiles nor inlines methods with more code than this. */
  public static final int HUGE_METHOD = 8000;

  /**
   * The sizes of one method.
   *
   * @param written as it was
   * @param entry the method itself, woven
   * @param direct the body that takes its parameters
   * @param resumed the body that takes a frame
   */
  public record Sizes(int written, int entry, int direct, int resumed) {

    /** Whether HotSpot leaves one of the bodies to the interpreter. */
    public boolean isHuge() {
      return Math.max(direct, resumed) > HUGE_METHOD;
    }
  }

  private final Map<String, Integer> before;
  private final Map<String, Integer> after;

  private BodySizes(WovenClass woven) {
    before = CodeSizes.of(woven.original());
    after = CodeSizes.of(woven.bytes());
  }

  /** Reads the sizes of a class. */
  public static BodySizes of(WovenClass woven) {
    return new BodySizes(woven);
  }

  /** The sizes of one of its methods. */
  public Sizes of(MethodReport method) {
    String body = Kind.named(method.kind()).bodyDescriptor(method.descriptor());
    String result = body.substring(body.indexOf(')'));
    String resumed =
        "(L" + method.frameClass().replace('.', '/') + ";" + RuntimeNames.CARRIER_DESC + result;
    return new Sizes(
        before.getOrDefault(method.method() + method.descriptor(), 0),
        after.getOrDefault(method.method() + method.descriptor(), 0),
        after.getOrDefault(method.method() + body, 0),
        after.getOrDefault(method.method() + resumed, 0));
  }
}
