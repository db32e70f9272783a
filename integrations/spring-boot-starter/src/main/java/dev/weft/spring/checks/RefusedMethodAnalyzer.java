package dev.weft.spring.checks;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets Spring Boot say what is wrong and what to do, instead of printing a stack trace. */
public final class RefusedMethodAnalyzer extends AbstractFailureAnalyzer<RefusedMethodException> {

  /** For Spring. */
  public RefusedMethodAnalyzer() {}

  @Override
  protected FailureAnalysis analyze(Throwable root, RefusedMethodException refused) {
    return new FailureAnalysis(refused.problem(), refused.action(), refused);
  }
}
