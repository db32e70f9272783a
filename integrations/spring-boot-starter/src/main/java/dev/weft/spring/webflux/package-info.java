/** Suspending handler methods of Spring WebFlux. */
@NullMarked
package dev.weft.spring.webflux;

import org.jspecify.annotations.NullMarked;
