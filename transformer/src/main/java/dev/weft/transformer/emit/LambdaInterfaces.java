package dev.weft.transformer.emit;

import dev.weft.transformer.analysis.AsyncBody;
import dev.weft.transformer.analysis.LambdaSite;
import dev.weft.transformer.model.AddedClassNames;
import dev.weft.transformer.model.AsyncMethod;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The types that lambdas of {@code @Async} interfaces are made to have.
 *
 * <p>The JDK implements one method of a lambda's interface, and that must be the woven body. So a
 * lambda of {@code F} becomes one of
 *
 * <pre>
 * interface Owner$F$Woven extends F {
 *   r call(P..., int, Carrier);              // what the lambda implements
 *   default R call(P...) { the entry }       // what ordinary code calls
 * }
 * </pre>
 *
 * which the class carries as a constant and {@code dev.weft.woven.Lambdas} defines when the first
 * such lambda is made. A lambda that can be serialised gets a class around it, too; see {@link
 * SerializableLambdaEmitter}.
 */
public final class LambdaInterfaces {

  private final ClassNode owner;
  private final AddedClassNames free;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, byte[]> classes = new LinkedHashMap<>();

  /**
   * The interfaces of the lambdas of one class.
   *
   * @param free where they get their names
   */
  public LambdaInterfaces(ClassNode owner, AddedClassNames free) {
    this.owner = owner;
    this.free = free;
  }

  /** The interface for a site's lambda. */
  public String nameFor(LambdaSite site) {
    String key = site.face() + "." + site.insn().name + site.method().method().descriptor();
    return names.computeIfAbsent(key, unused -> define(site));
  }

  /** The class around a site's lambda, which can be serialised. */
  String wrapperFor(LambdaSite site) {
    String face = nameFor(site);
    List<String> markers = site.markers();
    return names.computeIfAbsent(face + markers, unused -> defineWrapper(site, face, markers));
  }

  private String defineWrapper(LambdaSite site, String face, List<String> markers) {
    String name = free.take(face, "$Serializable");
    AsyncMethod method = site.method();
    String descriptor = method.kind().bodyDescriptor(method.method().descriptor());
    var emitter = new SerializableLambdaEmitter(name, face, markers);
    classes.put(name, emitter.emit(method.method().name(), descriptor));
    return name;
  }

  /** A class file as a string constant: one byte a char. */
  String text(String name) {
    byte[] classFile = Objects.requireNonNull(classes.get(name));
    return new String(classFile, StandardCharsets.ISO_8859_1);
  }

  /** The class files made, by internal name. */
  public Map<String, byte[]> classes() {
    return classes;
  }

  private String define(LambdaSite site) {
    String simple = ClassNames.simple(site.face());
    simple = simple.substring(simple.lastIndexOf('$') + 1);
    String name = free.take(owner.name + "$" + simple, "$Woven");
    AsyncMethod method = site.method();
    var face = new ClassNode();
    face.version = Opcodes.V17;
    face.access = Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC;
    face.name = name;
    face.superName = "java/lang/Object";
    face.interfaces.add(site.face());
    face.methods.add(CoroutineEmitter.mark());
    addMethods(face, method);
    var writer = ClassWriters.computingMaxs();
    face.accept(writer);
    classes.put(name, writer.toByteArray());
    return name;
  }

  private static void addMethods(ClassNode face, AsyncMethod implemented) {
    String method = implemented.method().name();
    String descriptor = implemented.method().descriptor();
    Kind kind = implemented.kind();
    int bodyAccess = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
    face.methods.add(
        new MethodNode(bodyAccess, method, kind.bodyDescriptor(descriptor), null, null));
    var plain = new MethodNode(Opcodes.ACC_PUBLIC, method, descriptor, null, null);
    var body = new AsyncBody(face, plain, kind, implemented.adapter(), "", false);
    EntryEmitter.replaceCode(plain, EntryEmitter.emitVirtual(body));
    face.methods.add(plain);
  }
}
