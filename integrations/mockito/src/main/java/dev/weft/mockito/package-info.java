/**
 * What Mockito's inline mocks and spies need to answer coroutines as they answer ordinary callers:
 * a {@linkplain dev.weft.mockito.WeftMockMaker mock maker}, which Mockito finds by itself.
 */
@NullMarked
package dev.weft.mockito;

import org.jspecify.annotations.NullMarked;
