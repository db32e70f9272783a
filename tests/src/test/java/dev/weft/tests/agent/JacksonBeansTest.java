package dev.weft.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Beans with {@code @Async} methods that Jackson reads and writes: by reflection, by classes that
 * its modules make of them, and by classes that it makes up for interfaces. As plain classes, woven
 * by the agent, and woven before, they must look alike.
 */
class JacksonBeansTest {

  private static final String[] LIBRARIES = {"jackson-"};

  private static final String BEANS =
      """
      import com.fasterxml.jackson.annotation.*;
      import com.fasterxml.jackson.databind.*;
      import com.fasterxml.jackson.databind.json.JsonMapper;

      public class Program {
        public static class Person {
          private String name;
          private int age;
          private final Map<String, Object> others = new TreeMap<>();

          @Async public String getName() { return name; }
          @Async public void setName(String name) { this.name = name; Weft.yieldNow(); }
          @Async public int getAge() { Weft.yieldNow(); return age; }
          @Async public void setAge(int age) { this.age = age; }
          @Async public boolean isAdult() { return age >= 18; }
          @Async public Task<String> getTask() { return Task.completed("no property"); }
          @JsonAnyGetter @Async public Map<String, Object> others() { return others; }
          @JsonAnySetter @Async public void other(String key, Object value) { others.put(key, value); }
          @Async public Task<String> load(String key) { return Task.completed(key + name); }
        }
        public record Point(int x, int y) {
          @Async @JsonProperty("sum") public int sum() { Weft.yieldNow(); return x + y; }
          @Async @JsonCreator public static Point of(@JsonProperty("x") int x, @JsonProperty("y") int y) {
            Weft.yieldNow();
            return new Point(x, y);
          }
        }
        public enum Size {
          SMALL, LARGE;
          @Async @JsonValue public String text() { Weft.yieldNow(); return name().toLowerCase(); }
          @Async @JsonCreator public static Size parse(String text) { return valueOf(text.toUpperCase()); }
        }
        public interface Item {
          @Async String getTitle();
          void setTitle(String title);
          @Async int getCount();
          @Async Task<String> undecided(String key);
        }
        public interface Gone {
          @Async String getTitle();
          @Async int getLater();
        }
        public static abstract class Half implements Gone {
          @Async public String both() { return getTitle() + getTitle(); }
        }
        public abstract static class MixIn {
          @JsonProperty("called") @Async abstract String getName();
          @JsonIgnore @Async abstract boolean isAdult();
          @JsonIgnore @Async abstract Task<String> getTask();
        }
      """;

  private static final String MAIN =
      """
        static void all(String name, com.fasterxml.jackson.databind.Module... modules) throws Exception {
          JsonMapper mapper = JsonMapper.builder().addModules(modules)
              .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
              .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
              .addMixIn(Person.class, MixIn.class).build();
          var log = new StringBuilder();
          Person person = mapper.readValue("{\\"called\\":\\"Ada\\",\\"age\\":36,\\"x\\":[1]}", Person.class);
          log.append(person.getAge()).append(mapper.writeValueAsString(person));
          var strict = JsonMapper.builder().addModules(modules)
              .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
              .addMixIn(Task.class, Hidden.class).build();
          log.append(strict.writeValueAsString(strict.readValue("{\\"name\\":\\"Bob\\",\\"age\\":1}", Person.class)));
          log.append(strict.writeValueAsString(strict.readValue("{\\"x\\":1,\\"y\\":2}", Point.class)));
          log.append(strict.writeValueAsString(strict.readValue("[\\"small\\",\\"large\\"]", Size[].class)));
          var config = strict.getSerializationConfig();
          for (Class<?> each : List.of(Person.class, Point.class, Size.class, Item.class, Half.class)) {
            var found = config.introspect(config.constructType(each)).findProperties();
            log.append(' ').append(each.getSimpleName());
            found.forEach(one -> log.append(',').append(one.getName()));
          }
          System.out.println(name + log);
        }
        @JsonIgnoreType interface Hidden {}

        @Async static String use(Item item, Half half) {
          return item.getTitle() + item.getCount() + half.both() + half.getTitle();
        }
        static void check(String where, String expected, String got) {
          if (!got.equals(expected)) System.out.println(where + ": " + got);
        }
        static void materialised(boolean coroutines) throws Exception {
          var module = new com.fasterxml.jackson.module.mrbean.MrBeanModule();
          var mapper = JsonMapper.builder().addModule(module).build();
          Item item = mapper.readValue("{\\"title\\":\\"t\\",\\"count\\":4}", Item.class);
          Half half = mapper.readValue("{\\"title\\":\\"h\\"}", Half.class);
          String expected = Ordinary.use(item, half);
          System.out.print(expected);
          try {
            item.undecided("k");
          } catch (UnsupportedOperationException e) {
            System.out.print(e.getMessage());
          }
          var strict = new com.fasterxml.jackson.module.mrbean.AbstractTypeMaterializer();
          strict.enable(com.fasterxml.jackson.module.mrbean.AbstractTypeMaterializer.Feature.FAIL_ON_UNMATERIALIZED_METHOD);
          var failing = JsonMapper.builder().addModule(new com.fasterxml.jackson.module.mrbean.MrBeanModule(strict)).build();
          Gone gone = failing.readValue("{\\"title\\":\\"g\\",\\"later\\":null}", Gone.class);
          System.out.println(gone.getTitle());
          for (var each : List.of(item.getClass(), half.getClass(), gone.getClass())) {
            var names = new TreeSet<String>();
            for (var method : each.getDeclaredMethods()) if (!method.isSynthetic()) names.add(method.getName() + method.getParameterCount());
            System.out.println(names);
          }
          if (!coroutines) return;
          try (EventLoop loop = Schedulers.eventLoop()) {
            check("loop", expected, Weft.run(loop, () -> use(item, half)));
          }
          check("pool", expected, Weft.run(Schedulers.workStealing(1), () -> use(item, half)));
          check("here", expected, Weft.start(() -> use(item, half)).get());
        }
        public static void main(String[] args) throws Exception {
          all("plain");
          all("blackbird", new com.fasterxml.jackson.module.blackbird.BlackbirdModule());
          all("afterburner", new com.fasterxml.jackson.module.afterburner.AfterburnerModule());
          materialised(!COROUTINES.isEmpty());
        }
      }

      /** Ordinary code. */
      class Ordinary {
        static String use(Program.Item item, Program.Half half) {
          return item.getTitle() + item.getCount() + half.both() + half.getTitle();
        }
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "agent", "build"})
  void lookAsTheyWereWritten(String how) throws Exception {
    String main = MAIN.replace("COROUTINES", how.equals("plain") ? "\"\"" : "\"yes\"");
    String out = ServicePrograms.run(folder, how, BEANS + main, LIBRARIES);

    String same =
        "36{'age':36,'called':'Ada','x':[1]}{'adult':false,'age':1,'name':'Bob'}"
            + "{'x':1,'y':2,'sum':3}['small','large']"
            + " Person,adult,age,name,task Point,x,y,sum Size,LARGE,SMALL"
            + " Item,count,title Half,later,title";
    assertThat(out.replace('"', '\''))
        .isEqualToIgnoringNewLines(
            "plain"
                + same
                + "blackbird"
                + same
                + "afterburner"
                + same
                + "t4hhhUnimplemented method 'undecided' (not a setter/getter, could not"
                + " materialize)g[getCount0, getTitle0, setCount1, setTitle1, undecided1]"
                + "[getLater0, getTitle0, setLater1, setTitle1]".repeat(2));
  }
}
