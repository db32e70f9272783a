package dev.weft.spring.checks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/** Where methods stand in their sources, as far as their class files say. */
final class Places {

  private Places() {}

  /** {@code com.example.Accounts.pay (Accounts.java:31)}. */
  static String describe(Method method) {
    Class<?> type = method.getDeclaringClass();
    return type.getName() + "." + method.getName() + place(method, type);
  }

  private static String place(Method method, Class<?> type) {
    try (InputStream file = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
      if (file == null) {
        return "";
      }
      var finder = new Finder(method);
      new ClassReader(file).accept(finder, ClassReader.SKIP_FRAMES);
      return finder.place();
    } catch (IOException | IllegalArgumentException unreadable) { // newer than Spring's reader, say
      return "";
    }
  }

  private static final class Finder extends ClassVisitor {
    private final Method method;
    private final String descriptor;
    private @Nullable String source;
    private int line;

    Finder(Method method) {
      super(SpringAsmInfo.ASM_VERSION);
      this.method = method;
      descriptor = Type.getMethodDescriptor(method);
    }

    @Override
    public void visitSource(@Nullable String file, @Nullable String debug) {
      source = file;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String type,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return name.equals(method.getName()) && type.equals(descriptor) ? new FirstLine() : null;
    }

    String place() {
      if (source == null) {
        return "";
      }
      return " (" + source + (line == 0 ? ")" : ":" + line + ")");
    }

    private final class FirstLine extends MethodVisitor {
      FirstLine() {
        super(SpringAsmInfo.ASM_VERSION);
      }

      @Override
      public void visitLineNumber(int number, Label start) {
        if (line == 0) {
          line = number;
        }
      }
    }
  }
}
