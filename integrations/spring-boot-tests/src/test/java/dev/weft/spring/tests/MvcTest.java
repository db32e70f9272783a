package dev.weft.spring.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.io.DefaultResourceLoader;

class MvcTest extends HandlersTest {

  MvcTest() {
    super(WebApplicationType.SERVLET, OfMvc.class);
  }

  @Configuration(proxyBeanMethods = false)
  @Import({App.class, Views.class})
  static class OfMvc {}

  @Test
  void aViewIsGivenTheModel() throws Exception {
    assertThat(app.text("/view")).isEqualTo("id is 7");
  }

  @Test
  void ordinaryMethodsBlockTheirThread() throws Exception {
    assertThat(app.text("/ordinary")).isEqualTo("blocked");
  }

  @Test
  void theResultIsValidatedWhenItIsThere() throws Exception {
    assertThat(app.text("/at-least-five?n=7")).isEqualTo("7");
    assertThat(app.get("/at-least-five?n=3").statusCode()).isEqualTo(500);
  }

  @Test
  void theLocaleOfTheRequestGoesWithItsCoroutine() throws Exception {
    for (String locale : List.of("de_CH", "fr", "nb_NO")) {
      String header = locale.replace('_', '-');
      assertThat(app.get("/locale", "Accept-Language", header).body()).isEqualTo(locale);
    }
    assertThat(LocaleContextHolder.getLocaleContext()).isNull();
  }

  @Test
  void securityWithoutItsContextIsWarnedOf() {
    assertThat(warnsOfSecurity(null)).isFalse();
    assertThat(warnsOfSecurity("dev.weft.context.springsecurity.")).isTrue();
  }

  private static boolean warnsOfSecurity(String hidden) {
    var application = new SpringApplication(ConfigurationTest.Plain.class);
    if (hidden != null) {
      application.setResourceLoader(new DefaultResourceLoader(hiding(hidden)));
    }
    try (var context = application.run("--server.port=0", "--logging.level.dev.weft=OFF")) {
      return Stream.of(context.getBeanDefinitionNames())
          .anyMatch(name -> name.endsWith("WithoutSecurityContext"));
    }
  }

  private static ClassLoader hiding(String prefix) {
    return new ClassLoader(MvcTest.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(prefix)) {
          throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
      }
    };
  }
}
