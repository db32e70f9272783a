package dev.weft.spring.autoconfigure;

import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.webflux.HandlerCheck;
import dev.weft.spring.webflux.NonBlockingThreads;
import dev.weft.spring.webflux.SuspendingHandlers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** Suspending handler methods of WebFlux. */
@AutoConfiguration(after = WeftAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(RequestMappingHandlerAdapter.class)
public class WeftWebFluxAutoConfiguration {

  /** For Spring. */
  public WeftWebFluxAutoConfiguration() {}

  @Bean
  SuspendingHandlers weftSuspendingHandlers(
      HandlerScheduler schedulers, ObjectProvider<RequestMappingHandlerAdapter> adapters) {
    return new SuspendingHandlers(schedulers, adapters::getObject);
  }

  @Bean
  HandlerCheck weftHandlerCheck(ObjectProvider<RequestMappingHandlerMapping> mappings) {
    return new HandlerCheck(mappings);
  }

  @Bean
  NonBlockingThreads weftNonBlockingThreads() {
    return new NonBlockingThreads();
  }
}
