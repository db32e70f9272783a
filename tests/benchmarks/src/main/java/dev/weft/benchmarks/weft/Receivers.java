package dev.weft.benchmarks.weft;

import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.benchmarks.common.Toggle;

/** Calls of one interface on objects of few or many classes, woven. */
public final class Receivers {

  private Receivers() {}

  /** What is called. */
  public interface Shape {
    /** A little work. */
    @Async
    int area(int x);
  }

  /** One of many. */
  public static final class Shape1 implements Shape {
    @Override
    public int area(int x) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return x + 1;
    }
  }

  /** One of many. */
  public static final class Shape2 implements Shape {
    @Override
    public int area(int x) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return x + 2;
    }
  }

  /** One of many. */
  public static final class Shape3 implements Shape {
    @Override
    public int area(int x) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return x + 3;
    }
  }

  /** One of many. */
  public static final class Shape4 implements Shape {
    @Override
    public int area(int x) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return x + 4;
    }
  }

  /** One of many. */
  public static final class Shape5 implements Shape {
    @Override
    public int area(int x) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return x + 5;
    }
  }

  /** One of many. */
  public static final class Shape6 implements Shape {
    @Override
    public int area(int x) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return x + 6;
    }
  }

  /** One of many. */
  public static final class Shape7 implements Shape {
    @Override
    public int area(int x) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return x + 7;
    }
  }

  /** One of many. */
  public static final class Shape8 implements Shape {
    @Override
    public int area(int x) {
      if (Toggle.suspend) {
        Weft.yieldNow();
      }
      return x + 8;
    }
  }

  /** Objects of {@code classes} classes in turn. */
  public static Shape[] of(int classes, int count) {
    Shape[] all = {
      new Shape1(),
      new Shape2(),
      new Shape3(),
      new Shape4(),
      new Shape5(),
      new Shape6(),
      new Shape7(),
      new Shape8()
    };
    var shapes = new Shape[count];
    for (int i = 0; i < count; i++) {
      shapes[i] = all[i % classes];
    }
    return shapes;
  }

  /** Calls each. */
  @Async
  public static long sum(Shape[] shapes) {
    long sum = 0;
    for (Shape shape : shapes) {
      sum += shape.area(Toggle.seed);
    }
    return sum;
  }
}
