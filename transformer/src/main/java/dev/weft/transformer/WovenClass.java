package dev.weft.transformer;

import dev.weft.transformer.report.MethodReport;
import java.util.List;
import java.util.Map;

/**
 * What weaving made of a class.
 *
 * @param name internal name
 * @param original the class file as it was
 * @param bytes the woven class file
 * @param added frame classes to define beside it, in the same loader, by internal name
 * @param embedded interfaces and classes of its lambdas, which it defines itself, by internal name
 * @param methods what was done with each {@code @Async} method, refused ones too
 */
@SuppressWarnings("ArrayRecordComponent") // class files are byte arrays everywhere
public record WovenClass(
    String name,
    byte[] original,
    byte[] bytes,
    Map<String, byte[]> added,
    Map<String, byte[]> embedded,
    List<MethodReport> methods) {}
