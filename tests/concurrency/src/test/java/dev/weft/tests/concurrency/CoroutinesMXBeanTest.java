package dev.weft.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.observe.Coroutines;
import dev.weft.observe.CoroutinesMXBean;
import java.lang.management.ManagementFactory;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same by JMX. */
@SuppressWarnings("FutureReturnValueIgnored") // the fixture holds them
@Timeout(120)
class CoroutinesMXBeanTest extends ObservedFixture {

  @Test
  void saysWhatTheDumpSays() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    var name = new ObjectName(CoroutinesMXBean.NAME);
    Coroutines.registerMXBean();
    Coroutines.registerMXBean();
    try {
      var bean = JMX.newMXBeanProxy(server, name, CoroutinesMXBean.class);
      Task.Completer<String> completer = Task.completer();
      hold(Weft.start(loop, () -> Weft.await(completer.task())).withName("seen"));
      suspended("seen");

      assertThat(bean.isObserved()).isTrue();
      assertThat(bean.summary()).contains("\"seen\" suspended");
      assertThat(bean.dump()).contains("\"seen\" suspended");
      assertThat(bean.tree()).contains("\"seen\" suspended");
      assertThat(bean.json()).contains("\"name\":\"seen\"");
      assertThat(bean.leaks())
          .isEqualTo("coroutines are judged that began since " + bean.getObservedSince() + "\n");
      assertThat(bean.getObservedSince()).isEqualTo(Coroutines.observedSince().toString());
      bean.setObserved(false);
      assertThat(Coroutines.isObserved()).isFalse();
      assertThat(bean.getObservedSince()).isEmpty();
      assertThat(bean.leaks()).startsWith("coroutines are not observed");
      assertThat(completer.complete("")).isTrue(); // held until here
    } finally {
      server.unregisterMBean(name);
    }
  }
}
