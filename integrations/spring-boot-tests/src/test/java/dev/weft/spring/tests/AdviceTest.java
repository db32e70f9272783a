package dev.weft.spring.tests;

import static dev.weft.Weft.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.EventLoops;
import dev.weft.Weft;
import dev.weft.spring.tests.Advised.Accounts;
import dev.weft.spring.tests.Advised.Cached;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Advice around what coroutines call, and around handler methods. */
class AdviceTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({Advised.class, Open.class})
  static class App {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableMethodSecurity
  @Import(Advised.class)
  static class Secured {
    @Bean
    SecurityFilterChain basic(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
          .httpBasic(Customizer.withDefaults())
          .build();
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          User.withUsername("admin").password("{noop}a").roles("ADMIN").build(),
          User.withUsername("user").password("{noop}a").roles("USER").build());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WebApplicationType.class,
      names = {"SERVLET", "REACTIVE"})
  void aTransactionLastsAsLongAsTheSuspendingMethod(WebApplicationType type) throws Exception {
    try (TestApplication app =
        TestApplication.start(type, App.class, "weft.loops=1", "logging.level.root=OFF")) {
      Accounts accounts = app.bean(Accounts.class);
      assertThat(app.text("/deposit?amount=20")).isEqualTo("120");
      assertThat(accounts.balance("anna")).isEqualTo(120);
      assertThat(app.get("/deposit?amount=-500").statusCode()).isEqualTo(500);
      assertThat(accounts.balance("anna")).isEqualTo(120);
      assertThat(accounts.deposit("anna", 1)).isEqualTo(121); // blocks this thread
      assertThatThrownBy(() -> accounts.deposit("anna", -200)).hasMessage("overdrawn by 79");
      assertThat(accounts.balance("anna")).isEqualTo(121);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WebApplicationType.class,
      names = {"SERVLET", "REACTIVE"})
  void adviceAroundHandlerMethodsRuns(WebApplicationType type) throws Exception {
    try (TestApplication app = TestApplication.start(type, App.class)) {
      assertThat(app.text("/proxied?n=2")).isEqualTo("[\"true\",\"true\"]");
    }
  }

  @Test
  void whoHasLoggedInIsKnownToWhatACoroutineCalls() throws Exception {
    try (TestApplication app = TestApplication.start(WebApplicationType.SERVLET, Secured.class)) {
      for (String kind : List.of("suspending", "task")) {
        HttpResponse<String> admin = app.get("/guarded/" + kind, "Authorization", basic("admin"));
        assertThat(admin.body()).isEqualTo("let in");
        HttpResponse<String> user = app.get("/guarded/" + kind, "Authorization", basic("user"));
        assertThat(user.statusCode()).isEqualTo(403);
      }
    }
  }

  private static String basic(String user) {
    byte[] both = (user + ":a").getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Test
  void whatIsCachedIsTheResult() {
    try (TestApplication app = TestApplication.start(WebApplicationType.NONE, App.class)) {
      var loop = app.bean(EventLoops.class).next();
      Cached cached = app.bean(Cached.class);
      for (int i = 0; i < 2; i++) {
        assertThat(Weft.<Integer>run(loop, () -> cached.suspending(10))).isEqualTo(11);
        assertThat(Weft.<Integer>run(loop, () -> await(cached.task(20)))).isEqualTo(22);
        assertThat(Weft.<List<Integer>>run(loop, () -> all(cached, 30))).containsExactly(30, 33);
      }
      assertThat(cached.task(20).toCompletableFuture().join()).isEqualTo(22);
      for (int i = 4; i < 6; i++) {
        assertThatThrownBy(() -> Weft.<Integer>run(loop, () -> await(cached.failing())))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("failure " + i);
      }
    }
  }

  @dev.weft.annotations.Async
  private static List<Integer> all(Cached cached, int of) {
    List<Integer> all = new ArrayList<>();
    for (int each : cached.generator(of)) {
      all.add(each);
    }
    return all;
  }
}
