package dev.weft.observe;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;

/** The one {@link CoroutinesMXBean} of this runtime. */
final class Management implements CoroutinesMXBean {

  private Management() {}

  static void register() {
    try {
      var unused =
          ManagementFactory.getPlatformMBeanServer()
              .registerMBean(new Management(), new ObjectName(NAME));
    } catch (InstanceAlreadyExistsException known) {
      return; // it says the same
    } catch (JMException refused) {
      throw new IllegalStateException("cannot register " + NAME, refused);
    }
  }

  @Override
  public boolean isObserved() {
    return Coroutines.isObserved();
  }

  @Override
  public String getObservedSince() {
    Instant since = Coroutines.observedSince();
    return since == null ? "" : since.toString();
  }

  @Override
  public void setObserved(boolean observed) {
    if (observed) {
      Coroutines.observe();
    } else {
      Coroutines.stopObserving();
    }
  }

  @Override
  public String summary() {
    return Coroutines.dump().toSummary();
  }

  @Override
  public String dump() {
    return Coroutines.dump().toText();
  }

  @Override
  public String tree() {
    return Coroutines.dump().toTree();
  }

  @Override
  public String json() {
    return Coroutines.dump().toJson();
  }

  @Override
  public String leaks() {
    List<LeakedCoroutines> leaks = Coroutines.findLeaks();
    if (leaks.isEmpty() && !isObserved()) {
      return "coroutines are not observed, so leaks are not found\n";
    }
    String since = getObservedSince();
    String judged = since.isEmpty() ? "" : "coroutines are judged that began since " + since + "\n";
    return judged
        + leaks.stream().map(LeakedCoroutines::toString).collect(Collectors.joining("\n"));
  }
}
