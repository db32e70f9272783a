package dev.weft.transformer.verification;

import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.Members.Declared;
import dev.weft.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which bodies a class may have, or inherit, though class files are as they were before. */
final class AddedBodies {

  private final Declared own;
  private final Hierarchy hierarchy;

  /**
   * Seen from a class that is as it will be.
   *
   * @param own what it declares
   */
  AddedBodies(Declared own, Hierarchy hierarchy) {
    this.own = own;
    this.hierarchy = hierarchy;
  }

  /**
   * Whether a method that is not found may be a body that weaving adds.
   *
   * @param owner the class that the reference names
   */
  boolean mayHave(String owner, String descriptor) {
    return descriptor.contains(RuntimeNames.CARRIER_DESC) && mayHave(owner, new HashSet<>());
  }

  private boolean mayHave(@Nullable String type, Set<String> seen) {
    if (type == null || !seen.add(type)) {
      return false;
    }
    boolean isOwn = type.equals(own.name());
    if (!isOwn && hierarchy.isWovenLater(type)) {
      return true;
    }
    Declared declared = isOwn ? own : hierarchy.members().of(type);
    if (declared == null) {
      return false;
    }
    List<@Nullable String> above = new ArrayList<>(declared.interfaces());
    above.add(declared.superName());
    return above.stream().anyMatch(each -> mayHave(each, seen));
  }
}
