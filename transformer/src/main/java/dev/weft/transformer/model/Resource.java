package dev.weft.transformer.model;

/**
 * A resource that is no class file.
 *
 * @param place where it is, for messages; the same place has the same content
 * @param content what it holds
 */
@SuppressWarnings("ArrayRecordComponent") // as class files are
public record Resource(String place, byte[] content) {}
