package dev.weft.spring.autoconfigure;

import dev.weft.EventLoopBuilder;
import dev.weft.EventLoops;
import dev.weft.Schedulers;
import dev.weft.observe.Coroutines;
import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.checks.BeanChecks;
import dev.weft.spring.reactive.ReactiveTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ReactiveAdapterRegistry;

/** The event loops, where the coroutines of requests run, and what Spring is told of Weft. */
@AutoConfiguration
@EnableConfigurationProperties(WeftProperties.class)
public class WeftAutoConfiguration {

  /** For Spring. */
  public WeftAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  EventLoops weftEventLoops(WeftProperties properties) {
    EventLoopBuilder builder =
        Schedulers.eventLoopBuilder()
            .name(properties.name())
            .grace(properties.grace())
            .blockingThreads(properties.blockingThreads());
    if (properties.stallThreshold() != null) {
      builder.stallThreshold(properties.stallThreshold());
    }
    return builder.build(properties.numberOfLoops());
  }

  @Bean
  @ConditionalOnMissingBean
  HandlerScheduler weftHandlerScheduler(EventLoops loops) {
    return loops::next;
  }

  @Bean
  WeftLifecycle weftLifecycle(
      EventLoops loops, HandlerScheduler scheduler, WeftProperties properties) {
    if (properties.observe()) {
      Coroutines.observe();
    }
    return new WeftLifecycle(loops, scheduler);
  }

  @Bean
  static BeanChecks weftBeanChecks() {
    return new BeanChecks();
  }

  /** For the registries that a context has for itself, as WebFlux's. */
  @Bean
  static BeanPostProcessor weftReactiveTypes(ObjectProvider<HandlerScheduler> schedulers) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, @Nullable String name) {
        if (bean instanceof ReactiveAdapterRegistry registry) {
          ReactiveTypes.register(registry, () -> schedulers.getObject().next());
        }
        return bean;
      }
    };
  }
}
