package dev.weft.benchmarks.report;

import java.nio.file.Path;
import java.util.Map;

/** Links from a page to others of the documentation, wherever the page goes. */
final class Links {

  private static final Path DOCS = Path.of("docs");
  private static final String SWITCH = "measurements.md#what-a-switch-costs";
  private static final String SHARED_WAITS = "architecture.md#cancellation-scopes-shared-waits";
  private static final String CHANNELS = "architecture.md#channels-and-select";
  private static final String ASYNC_GENERATORS = "architecture.md#async-generators";

  /** Where it says what a workload costs, and why. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("SuspendResume", SWITCH),
          Map.entry("LeafUnderCallers", SWITCH),
          Map.entry("PingPong", SWITCH),
          Map.entry("ExceptionThroughCallers", SWITCH),
          Map.entry("SkynetYielding", SWITCH),
          Map.entry("ScopeChildren", SHARED_WAITS),
          Map.entry("AwaitAll", SHARED_WAITS),
          Map.entry("ChannelBuffered", CHANNELS),
          Map.entry("ChannelRendezvous", CHANNELS),
          Map.entry("SelectChannels", CHANNELS),
          Map.entry("SkynetChannels", CHANNELS),
          Map.entry("LockUncontended", CHANNELS),
          Map.entry("LockContended", CHANNELS),
          Map.entry("PermitUncontended", CHANNELS),
          Map.entry("PermitContended", CHANNELS),
          Map.entry("AsyncGeneratorElement", ASYNC_GENERATORS),
          Map.entry("AsyncGeneratorWords", ASYNC_GENERATORS),
          Map.entry("MapConcurrent", ASYNC_GENERATORS));

  private final Path folder;

  /** From a page in a folder. */
  Links(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The page of the documentation, and the section there, that explains a workload's figures. */
  static String reason(String workload) {
    return REASONS.getOrDefault(workload, "measurements.md#what-not-suspending-costs");
  }

  /** Leads to a page that is named as from the folder of the documentation. */
  String to(String page) {
    Path target = DOCS.toAbsolutePath().resolve(page).normalize();
    return folder.relativize(target).toString().replace('\\', '/');
  }
}
