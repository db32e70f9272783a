package dev.weft.spring.tests.refused;

import org.springframework.context.annotation.Bean;
import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import reactor.core.publisher.Mono;

/** Has a transaction manager whose transactions are known by Reactor's context. */
@EnableTransactionManagement
class ReactiveTransactions {

  @Bean
  ReactiveTransactionManager transactions() {
    return new ReactiveTransactionManager() {
      @Override
      public Mono<ReactiveTransaction> getReactiveTransaction(TransactionDefinition definition) {
        return Mono.empty();
      }

      @Override
      public Mono<Void> commit(ReactiveTransaction transaction) {
        return Mono.empty();
      }

      @Override
      public Mono<Void> rollback(ReactiveTransaction transaction) {
        return Mono.empty();
      }
    };
  }
}
