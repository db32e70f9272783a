package dev.weft.spring.autoconfigure;

import dev.weft.spring.HandlerScheduler;
import dev.weft.spring.mvc.HandlerCheck;
import dev.weft.spring.mvc.LocaleElement;
import dev.weft.spring.mvc.SuspendingHandlerAdapter;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Suspending handler methods of Spring MVC. */
@AutoConfiguration(after = WeftAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RequestMappingHandlerAdapter.class)
public class WeftMvcAutoConfiguration {

  /** For Spring. */
  public WeftMvcAutoConfiguration() {}

  @Bean
  HandlerCheck weftHandlerCheck(
      ObjectProvider<RequestMappingHandlerMapping> mappings,
      ObjectProvider<RequestMappingHandlerAdapter> adapters) {
    return new HandlerCheck(mappings, adapters);
  }

  @Bean
  LocaleElement weftLocaleElement() {
    return new LocaleElement();
  }

  /** Says that coroutines will not know who has logged in. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.security.core.context.SecurityContextHolder")
  @ConditionalOnMissingClass("dev.weft.context.springsecurity.SecurityContextElement")
  static class WithoutSecurityContext {
    WithoutSecurityContext() {
      LogFactory.getLog(WeftMvcAutoConfiguration.class)
          .warn(
              "Spring Security is here and dev.weft:weft-context-spring-security is not, so handler"
                  + " methods that suspend do not know who has logged in: SecurityContextHolder is"
                  + " empty there. Add it.");
    }
  }

  /** Tells Spring Boot 3 which adapter to make. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(WebMvcRegistrations.class)
  static class Boot3 {
    @Bean
    @ConditionalOnMissingBean
    WebMvcRegistrations weftMvcRegistrations(HandlerScheduler schedulers) {
      return new WebMvcRegistrations() {
        @Override
        public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
          return new SuspendingHandlerAdapter(schedulers);
        }
      };
    }
  }

  /** Tells Spring Boot 4, which has that interface elsewhere. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations.class)
  static class Boot4 {
    @Bean
    @ConditionalOnMissingBean
    org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations weftMvcRegistrations(
        HandlerScheduler schedulers) {
      return new org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations() {
        @Override
        public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
          return new SuspendingHandlerAdapter(schedulers);
        }
      };
    }
  }
}
