package dev.weft.transformer;

import dev.weft.transformer.analysis.CandidateFilter;
import dev.weft.transformer.model.ClassHeader;
import dev.weft.transformer.model.ClassInfo;
import dev.weft.transformer.model.ClassNames;
import dev.weft.transformer.model.Compatibility;
import dev.weft.transformer.model.Hierarchy;
import dev.weft.transformer.model.ProxyNames;

/**
 * A class file as far as every class that loads is looked at: is it one, of a version that is
 * known, and is there anything to weave. It needs no more than the header, so that a program that
 * uses no coroutines never loads what weaves them.
 */
final class Screening {

  private final byte[] classFile;
  private final ClassHeader header;

  private Screening(byte[] classFile) {
    this.classFile = classFile;
    header = new ClassHeader(classFile);
  }

  /**
   * Looks at a class file.
   *
   * @throws WeaveException if it is none, or is corrupt
   */
  static Screening of(byte[] classFile) {
    if (classFile.length < 10 || classFile[0] != (byte) 0xCA || classFile[1] != (byte) 0xFE) {
      throw new WeaveException(
          "not a class file: it does not begin with CAFEBABE; rebuild the class or take it off the"
              + " class path");
    }
    try {
      return new Screening(classFile);
    } catch (RuntimeException e) {
      throw failure("a class", e);
    }
  }

  ClassHeader header() {
    return header;
  }

  /**
   * Whether the class may hold coroutines, and has not been woven before.
   *
   * @throws WeaveException if it was woven before, but to be called in another way
   */
  boolean isCandidate(Hierarchy hierarchy, Compatibility compatibility) {
    try {
      if (ProxyNames.isGenerated(header.name())) {
        return false;
      }
      return switch (CandidateFilter.of(header, hierarchy, compatibility)) {
        case UNTOUCHED -> false;
        case WOVEN -> {
          WovenMark.refuseOtherConvention(classFile, header.name());
          hierarchy.add(ClassInfo.read(classFile)); // where no resource holds it
          yield false;
        }
        case CANDIDATE -> {
          refuseNewer();
          yield true;
        }
      };
    } catch (RuntimeException e) {
      throw failure("a class", e);
    }
  }

  /** Whether the class inherits methods that are coroutines. */
  boolean inheritsAsync(Hierarchy hierarchy) {
    try {
      return CandidateFilter.inheritsAsync(header, hierarchy);
    } catch (RuntimeException e) {
      throw failure("a class", e);
    }
  }

  private void refuseNewer() {
    if (header.major() > ClassHeader.NEWEST) {
      throw new WeaveException(
          ClassNames.binary(header.name())
              + " has class file version "
              + header.major()
              + ", but this Weft knows versions up to "
              + ClassHeader.NEWEST
              + "; use a newer Weft, or compile the class with --release "
              + (ClassHeader.NEWEST - 44)
              + " or lower");
    }
  }

  /** What to throw for something that went wrong with the class. */
  WeaveException failure(RuntimeException cause) {
    return failure(name(), cause);
  }

  /** The class's name, as far as it can be read. */
  private String name() {
    try {
      return header.name();
    } catch (RuntimeException corrupt) {
      return "a class";
    }
  }

  /** {@code cause} itself if it says already what is wrong. */
  private static WeaveException failure(String className, RuntimeException cause) {
    if (cause instanceof WeaveException known) {
      return known;
    }
    return new WeaveException(
        "cannot weave "
            + ClassNames.binary(className)
            + ": its class file is corrupt or exceeds a limit ("
            + cause
            + "); it is left as it is. If the JVM does not load it either, rebuild it",
        cause);
  }
}
