package dev.weft.transformer.model;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The class files that a class loader finds as resources; does not keep the loader alive. Any
 * thread.
 *
 * <p>A loader is the application's code, and may do anything when it is asked for a class file that
 * it would rather not give: whatever it throws counts as not having it.
 */
public final class LoaderClassFiles implements ClassFiles {

  private final WeakReference<ClassLoader> loader;

  /** Those of {@code loader}. */
  public LoaderClassFiles(ClassLoader loader) {
    this.loader = new WeakReference<>(loader);
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    ClassLoader finder = loader.get();
    if (finder == null) {
      return null;
    }
    try (InputStream in = finder.getResourceAsStream(internalName + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError itsOwn) {
      return null;
    }
  }
}
