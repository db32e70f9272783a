package dev.weft.benchmarks.plain;

import dev.weft.benchmarks.common.Toggle;

/** The calls of one interface on objects of few or many classes, in plain Java. */
public final class Receivers {

  private Receivers() {}

  /** What is called. */
  public interface Shape {
    /** A little work. */
    int area(int x);
  }

  /** One of many. */
  public static final class Shape1 implements Shape {
    @Override
    public int area(int x) {
      return x + 1;
    }
  }

  /** One of many. */
  public static final class Shape2 implements Shape {
    @Override
    public int area(int x) {
      return x + 2;
    }
  }

  /** One of many. */
  public static final class Shape3 implements Shape {
    @Override
    public int area(int x) {
      return x + 3;
    }
  }

  /** One of many. */
  public static final class Shape4 implements Shape {
    @Override
    public int area(int x) {
      return x + 4;
    }
  }

  /** One of many. */
  public static final class Shape5 implements Shape {
    @Override
    public int area(int x) {
      return x + 5;
    }
  }

  /** One of many. */
  public static final class Shape6 implements Shape {
    @Override
    public int area(int x) {
      return x + 6;
    }
  }

  /** One of many. */
  public static final class Shape7 implements Shape {
    @Override
    public int area(int x) {
      return x + 7;
    }
  }

  /** One of many. */
  public static final class Shape8 implements Shape {
    @Override
    public int area(int x) {
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
  public static long sum(Shape[] shapes) {
    long sum = 0;
    for (Shape shape : shapes) {
      sum += shape.area(Toggle.seed);
    }
    return sum;
  }
}
