package dev.weft.gradle;

import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;

/** The block {@code weft { }} of a build script: options of all of the project's source sets. */
public interface WeftExtension {

  /**
   * What is done with methods that suspend while they hold a monitor: {@code refuse}, as it is if
   * nothing is said, fails the build; {@code release} weaves them so that they give it up
   * meanwhile.
   */
  Property<String> getMonitors();

  /**
   * Which other library's calls are woven, too: {@code none}, as it is if nothing is said, or
   * {@code ea-async}, whose {@code await} then suspends in methods that return futures.
   */
  Property<String> getCompat();

  /**
   * Patterns of the binary names of classes to weave, such as {@code com.acme.*}; {@code *} stands
   * for any characters, dots too, and {@code ?} for one. None means all.
   */
  ListProperty<String> getIncludes();

  /** Patterns of the binary names of classes to leave as they are. */
  ListProperty<String> getExcludes();
}
