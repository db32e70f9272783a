package dev.weft.spring.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds {@link CoroutinesEndpoint} where Actuator is there and exposes it. */
@AutoConfiguration
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(endpoint = CoroutinesEndpoint.class)
public class WeftEndpointAutoConfiguration {

  /** For Spring. */
  public WeftEndpointAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  CoroutinesEndpoint coroutinesEndpoint() {
    return new CoroutinesEndpoint();
  }
}
