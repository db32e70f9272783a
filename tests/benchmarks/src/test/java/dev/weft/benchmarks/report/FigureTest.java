package dev.weft.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is made of samples. */
class FigureTest {

  @Test
  void ofSamplesIsTheirMedian() {
    assertThat(Figure.of(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(Figure.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  @Test
  void ofFewSamplesDoesNotSayHowFarItIsOff() {
    assertThat(Figure.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0)).error()).isNaN();
  }

  @Test
  void ofManySamplesIsOffByTheIntervalThatTheirOrderGives() {
    List<Double> samples = IntStream.rangeClosed(1, 100).mapToObj(n -> (double) n).toList();
    Figure figure = Figure.of(samples); // the 41st to the 60th cover the median in 95% of cases
    assertThat(figure.median()).isEqualTo(50.5);
    assertThat(figure.error()).isCloseTo(9.5, within(0.5));
  }

  @Test
  void ofJvmsIsTheMedianOfTheirLowerQuartiles() {
    Figure figure =
        Figure.ofJvms(
            List.of(
                List.of(8.0, 5.0, 6.0, 7.0, 9.0),
                List.of(1.0, 2.0, 3.0, 4.0, 5.0),
                List.of(4.0, 4.0, 3.0, 90.0, 90.0)));
    assertThat(figure).isEqualTo(new Figure(4, (6.0 - 2.0) / 2));
  }

  @Test
  void ofOneJvmDoesNotSayHowFarItIsOff() {
    Figure figure = Figure.ofJvms(List.of(List.of(1.0, 2.0)));
    assertThat(figure.median()).isEqualTo(1);
    assertThat(figure.error()).isNaN();
  }

  @Test
  void overAnotherIsOffByWhatBothAreOff() {
    Figure ratio = new Figure(6, 0.6).over(new Figure(3, 0.3));
    assertThat(ratio.median()).isEqualTo(2);
    assertThat(ratio.error()).isCloseTo(2 * Math.hypot(0.1, 0.1), within(1e-12));
  }
}
