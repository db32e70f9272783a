package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coroutines that call entities through Hibernate's lazy proxies, which load the row first: on any
 * scheduler they must see what ordinary code sees, woven by the agent or before.
 */
class HibernateProxiesTest {

  private static final String[] LIBRARIES = {
    "hibernate-",
    "h2-",
    "byte-buddy",
    "jakarta.",
    "jboss-logging",
    "jandex",
    "classmate",
    "antlr4-runtime",
    "jaxb-",
    "istack-",
    "txw2",
    "angus-"
  };

  private static final String ENTITIES =
      """
      import jakarta.persistence.*;
      import org.hibernate.*;

      public class Program {
        @Entity(name = "Account")
        public static class Account {
          @Id long id;
          String name;
          int balance;
          @ManyToOne(fetch = FetchType.LAZY) Account parent;

          protected Account() {}
          Account(long id, String name, Account parent) {
            this.id = id;
            this.name = name;
            this.parent = parent;
          }
          public long getId() { return id; }
          public Account getParent() { return parent; }

          @Async public String slowName() {
            Weft.delay(Duration.ofMillis(1));
            return name;
          }
          @Async public Task<String> describe(String prefix) {
            Weft.yieldNow();
            return Task.completed(prefix + slowName());
          }
          @Async public int deposit(int amount) throws java.io.IOException {
            Weft.yieldNow();
            if (amount < 0) throw new java.io.IOException(name);
            return balance += amount;
          }
          @Async public String path() {
            return parent == null ? name : parent.path() + "/" + name;
          }
          @Async public Generator<String> letters() {
            for (String each : name.split("")) Weft.emit(each);
            return null;
          }
        }

        interface Reading { String read(Account account) throws Exception; }

        @Async static String woven(Account account) throws Exception {
          boolean before = Hibernate.isInitialized(account);
          String all = account.slowName() + "," + Weft.await(account.describe("is ")) + "," + account.deposit(3);
          try {
            all += account.deposit(-1);
          } catch (java.io.IOException e) {
            all += "," + e.getMessage();
          }
          all += "," + account.path();
          for (String letter : account.letters()) all += "," + letter;
          return before + "," + all + "," + Hibernate.isInitialized(account) + account.getClass().getSimpleName().contains("Proxy");
        }
      """;

  private static final String MAIN =
      """
        static String inSession(SessionFactory sessions, Reading reading) throws Exception {
          try (Session session = sessions.openSession()) {
            return reading.read(session.getReference(Account.class, 2L));
          }
        }
        static void check(String where, String expected, String got) {
          if (!got.equals(expected)) System.out.println(where + ": " + got);
        }
        public static void main(String[] args) throws Exception {
          java.util.logging.LogManager.getLogManager().reset();
          var configuration = new org.hibernate.cfg.Configuration()
              .setProperty("hibernate.connection.url", "jdbc:h2:mem:test;DB_CLOSE_DELAY=-1")
              .setProperty("hibernate.hbm2ddl.auto", "create")
              .addAnnotatedClass(Account.class);
          try (SessionFactory sessions = configuration.buildSessionFactory()) {
            try (Session session = sessions.openSession()) {
              var transaction = session.beginTransaction();
              Account root = new Account(1, "root", null);
              session.persist(root);
              session.persist(new Account(2, "leaf", root));
              transaction.commit();
            }
            String expected = inSession(sessions, Ordinary::read);
            System.out.println(expected);
            if (args.length > 0) return;
            check("woven, called from outside", expected, inSession(sessions, Program::woven));
            try (EventLoop loop = Schedulers.eventLoop()) {
              check("loop", expected, inSession(sessions, a -> Weft.run(loop, () -> woven(a))));
              check("opened on the loop", expected,
                  Weft.run(loop, () -> {
                    try (Session session = sessions.openSession()) {
                      return woven(session.getReference(Account.class, 2L));
                    }
                  }));
            }
            check("pool", expected, inSession(sessions, a -> Weft.run(Schedulers.workStealing(2), () -> woven(a))));
            check("here", expected, inSession(sessions, a -> Weft.start(() -> woven(a)).get()));
          }
        }
      }

      /** Ordinary code. */
      class Ordinary {
        static String read(Program.Account account) throws Exception {
          boolean before = Hibernate.isInitialized(account);
          String all = account.slowName() + "," + account.describe("is ").get() + "," + account.deposit(3);
          try {
            all += account.deposit(-1);
          } catch (java.io.IOException e) {
            all += "," + e.getMessage();
          }
          all += "," + account.path();
          for (String letter : account.letters()) all += "," + letter;
          return before + "," + all + "," + Hibernate.isInitialized(account) + account.getClass().getSimpleName().contains("Proxy");
        }
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"agent", "build"})
  void entitiesThatAreNotLoadedYet(String how) throws Exception {
    String out = ServicePrograms.run(folder, how, ENTITIES + MAIN, LIBRARIES);

    assertThat(out)
        .isEqualToIgnoringNewLines("false,leaf,is leaf,3,leaf,root/leaf,l,e,a,f,truetrue");
  }
}
