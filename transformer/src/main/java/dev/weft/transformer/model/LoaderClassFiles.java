package dev.weft.transformer.model;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  @Override
  public List<Resource> resources(String name, @Nullable String seenBy) {
    ClassLoader finder = loader.get();
    if (finder == null) {
      return List.of();
    }
    var found = new ArrayList<Resource>();
    try {
      ClassLoader from = seenBy == null ? finder : topmostWith(seenBy + ".class", finder);
      for (URL place : Collections.list(from.getResources(name))) {
        URLConnection connection = place.openConnection();
        connection.setUseCaches(false); // a cached jar would stay open
        try (InputStream in = connection.getInputStream()) {
          found.add(new Resource(place.toString(), in.readAllBytes()));
        }
      }
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError itsOwn) {
      return List.copyOf(found);
    }
    return found;
  }

  /** The outermost of a loader and its ancestors that finds a resource, as delegation has it. */
  private static ClassLoader topmostWith(String file, ClassLoader loader) {
    ClassLoader top = loader;
    for (ClassLoader each = loader.getParent(); each != null; each = each.getParent()) {
      top = each.getResource(file) == null ? top : each;
    }
    return top;
  }
}
