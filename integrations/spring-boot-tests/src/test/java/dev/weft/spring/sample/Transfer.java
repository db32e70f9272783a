package dev.weft.spring.sample;

/** What a client asks for. */
public record Transfer(String from, String to, int amount, String currency) {}
