package dev.weft.transformer;

import java.util.Map;

/** Defines classes from bytes; everything else comes from the tests' own loader. */
final class BytesLoader extends ClassLoader {

  private final Map<String, byte[]> classes;

  /**
   * A loader.
   *
   * @param classes class files by internal name
   */
  BytesLoader(Map<String, byte[]> classes) {
    super(BytesLoader.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name.replace('.', '/'));
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
