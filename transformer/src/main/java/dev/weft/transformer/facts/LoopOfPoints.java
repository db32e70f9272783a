package dev.weft.transformer.facts;

import java.util.List;

/**
 * A loop that holds suspension points.
 *
 * @param header the number of its first instruction among the method's real ones
 * @param line the header's line, or 0
 * @param lines the lines of its code, in order
 * @param instructions how many it has
 * @param outer the index, in the list that it is in, of the loop around it; -1 if there is none
 * @param states the suspension points whose innermost loop it is
 * @param copied how many instructions stand a second time, in front of it; 0 if none do
 */
public record LoopOfPoints(
    int header,
    int line,
    List<Integer> lines,
    int instructions,
    int outer,
    List<Integer> states,
    int copied) {}
