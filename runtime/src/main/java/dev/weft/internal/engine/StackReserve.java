package dev.weft.internal.engine;

/**
 * Makes sure that there is stack left for what must not be begun and then left undone.
 *
 * <p>Whoever has won a wake-up has to hand the coroutine on, and every call on the way may find the
 * stack at its end. So who is about to win one asks before: what is thrown then is thrown while
 * nothing has been done. What the end of a step does cannot ask, since the step has to end; see
 * {@link Stranded}.
 *
 * <h2>How a check of ten kilobytes costs a nanosecond</h2>
 *
 * <p>Compiled code must be able to become interpreted at any call that it makes, so on entry
 * HotSpot looks whether the stack has room for the interpreted frame of the method, which holds all
 * its variables, used or not. It writes to one word of each page, nothing more. A recursion of
 * small frames that reached as deep would take two hundred times as long.
 */
public final class StackReserve {

  private StackReserve() {}

  /**
   * Checks that there is more stack left than it takes to start a thread, interpreted.
   *
   * @throws StackOverflowError if there is not
   */
  public static void ensure() {
    use(0);
  }

  /**
   * {@link #ensure} for who calls what makes sure of that itself, and must not be left undone.
   *
   * @throws StackOverflowError if there is not twice as much
   */
  public static void ensureTwice() {
    use(1);
  }

  /** Whether {@link #ensure} would find what it looks for. */
  static boolean isThere() {
    try {
      use(0);
      return true;
    } catch (StackOverflowError end) {
      return false;
    }
  }

  /**
   * Has a frame of 640 variables. Those that are written to are so many only to make this too large
   * to be inlined: or else the check would be made on entry to its caller, or not at all.
   */
  @SuppressWarnings({"unused", "UnusedVariable", "MultiVariableDeclaration"})
  private static void use(long more) {
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aA, aB, aC, aD, aE, aF, aG, aH, aI, aJ;
    long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, bA, bB, bC, bD, bE, bF, bG, bH, bI, bJ;
    long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, cA, cB, cC, cD, cE, cF, cG, cH, cI, cJ;
    long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, dA, dB, dC, dD, dE, dF, dG, dH, dI, dJ;
    long e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, eA, eB, eC, eD, eE, eF, eG, eH, eI, eJ;
    long f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, fA, fB, fC, fD, fE, fF, fG, fH, fI, fJ;
    long g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, gA, gB, gC, gD, gE, gF, gG, gH, gI, gJ;
    long h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, hA, hB, hC, hD, hE, hF, hG, hH, hI, hJ;
    long i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, iA, iB, iC, iD, iE, iF, iG, iH, iI, iJ;
    long j0, j1, j2, j3, j4, j5, j6, j7, j8, j9, jA, jB, jC, jD, jE, jF, jG, jH, jI, jJ;
    long k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, kA, kB, kC, kD, kE, kF, kG, kH, kI, kJ;
    long l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, lA, lB, lC, lD, lE, lF, lG, lH, lI, lJ;
    long m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, mA, mB, mC, mD, mE, mF, mG, mH, mI, mJ;
    long n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, nA, nB, nC, nD, nE, nF, nG, nH, nI, nJ;
    long o0, o1, o2, o3, o4, o5, o6, o7, o8, o9, oA, oB, oC, oD, oE, oF, oG, oH, oI, oJ;
    long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, pA, pB, pC, pD, pE, pF, pG, pH, pI, pJ;
    long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, qA, qB, qC, qD, qE, qF, qG, qH, qI, qJ;
    long r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, rA, rB, rC, rD, rE, rF, rG, rH, rI, rJ;
    long s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sA, sB, sC, sD, sE, sF, sG, sH, sI, sJ;
    long t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, tA, tB, tC, tD, tE, tF, tG, tH, tI, tJ;
    long u0, u1, u2, u3, u4, u5, u6, u7, u8, u9, uA, uB, uC, uD, uE, uF, uG, uH, uI, uJ;
    long v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, vA, vB, vC, vD, vE, vF, vG, vH, vI, vJ;
    long w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, wA, wB, wC, wD, wE, wF, wG, wH, wI, wJ;
    long x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, xA, xB, xC, xD, xE, xF, xG, xH, xI, xJ;
    long y0, y1, y2, y3, y4, y5, y6, y7, y8, y9, yA, yB, yC, yD, yE, yF, yG, yH, yI, yJ;
    long z0, z1, z2, z3, z4, z5, z6, z7, z8, z9, zA, zB, zC, zD, zE, zF, zG, zH, zI, zJ;
    long A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, AA, AB, AC, AD, AE, AF, AG, AH, AI, AJ;
    long B0, B1, B2, B3, B4, B5, B6, B7, B8, B9, BA, BB, BC, BD, BE, BF, BG, BH, BI, BJ;
    long C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, CA, CB, CC, CD, CE, CF, CG, CH, CI, CJ;
    long D0, D1, D2, D3, D4, D5, D6, D7, D8, D9, DA, DB, DC, DD, DE, DF, DG, DH, DI, DJ;
    long E0, E1, E2, E3, E4, E5, E6, E7, E8, E9, EA, EB, EC, ED, EE, EF, EG, EH, EI, EJ;
    long F0, F1, F2, F3, F4, F5, F6, F7, F8, F9, FA, FB, FC, FD, FE, FF, FG, FH, FI, FJ;
    A0 = A1 = A2 = A3 = A4 = A5 = A6 = A7 = A8 = A9 = AA = AB = AC = AD = AE = AF = more;
    B0 = B1 = B2 = B3 = B4 = B5 = B6 = B7 = B8 = B9 = BA = BB = BC = BD = BE = BF = more;
    C0 = C1 = C2 = C3 = C4 = C5 = C6 = C7 = C8 = C9 = CA = CB = CC = CD = CE = CF = more;
    D0 = D1 = D2 = D3 = D4 = D5 = D6 = D7 = D8 = D9 = DA = DB = DC = DD = DE = DF = more;
    E0 = E1 = E2 = E3 = E4 = E5 = E6 = E7 = E8 = E9 = EA = EB = EC = ED = EE = EF = more;
    F0 = F1 = F2 = F3 = F4 = F5 = F6 = F7 = F8 = F9 = FA = FB = FC = FD = FE = FF = more;
    if (more != 0) {
      use(more - 1); // a call to become interpreted at
    }
  }
}
