package dev.weft.checker;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The checker as a plugin of javac, by {@code -Xplugin:weft}, also where annotation processing is
 * off. Options follow the name: {@code -Xplugin:"weft monitors=release"}.
 */
public final class WeftPlugin implements Plugin {

  /** For the compiler, which finds it as a service. */
  public WeftPlugin() {}

  @Override
  public String getName() {
    return "weft";
  }

  @Override
  public void init(JavacTask task, String... arguments) {
    Checker.install(task, options(arguments));
  }

  private static Map<String, String> options(String... arguments) {
    var options = new LinkedHashMap<String, String>();
    for (String each : arguments) {
      String text = each.replaceFirst("^(-A)?(weft\\.)?", "");
      int equals = text.indexOf('=');
      options.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return options;
  }
}
