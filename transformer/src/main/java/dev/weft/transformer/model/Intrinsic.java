package dev.weft.transformer.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A method by which coroutines suspend and which is compiled into a call of the runtime, as the
 * annotation {@code dev.weft.woven.Intrinsic} in its class file declares.
 *
 * @param owner internal name of the class of what is called instead
 * @param method the name of what is called instead
 * @param parameters descriptors of what that takes before the carrier; null for the same parameters
 * @param emits whether it hands out an element
 * @param awaits whether it awaits, as all do that emit nothing
 * @param consumes whether it takes, as its only argument, what a call of a coroutine has just made,
 *     and does with it what the coroutine's body does when it is called
 */
public record Intrinsic(
    String owner,
    String method,
    @Nullable String parameters,
    boolean emits,
    boolean awaits,
    boolean consumes) {

  /** The descriptor of what is called instead of a method with a descriptor. */
  public String descriptor(String declared) {
    String own = declared.substring(1, declared.indexOf(')'));
    return "("
        + (parameters == null ? own : parameters)
        + RuntimeNames.CARRIER_DESC
        + ")"
        + Type.getReturnType(declared);
  }

  /** Reads the annotation. */
  static final class Reader extends AnnotationVisitor {
    private final List<String> parameters = new ArrayList<>();
    private String owner = "";
    private String method = "";
    private boolean emits;
    private boolean awaits;
    private boolean consumes;

    Reader() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(@Nullable String name, Object value) {
      if (value instanceof Type type && name == null) {
        parameters.add(type.getDescriptor());
      } else if (value instanceof Type type) {
        owner = type.getInternalName();
      } else if (value instanceof String text) {
        method = text;
      } else if ("emits".equals(name)) {
        emits = (boolean) value;
      } else if ("awaits".equals(name)) {
        awaits = (boolean) value;
      } else if ("consumes".equals(name)) {
        consumes = (boolean) value;
      }
    }

    @Override
    public AnnotationVisitor visitArray(String name) {
      return this;
    }

    Intrinsic read() {
      String own = parameters.isEmpty() ? null : String.join("", parameters);
      return new Intrinsic(owner, method, own, emits, awaits || !emits, consumes);
    }
  }
}
