package dev.weft.spring.sample;

/** What a client gets. */
public record Receipt(String from, String to, int cents, int left) {}
