package io.clutch.master;

/**
 * An address that workers listen on.
 *
 * @param address the literal IP address, as the application wrote it
 * @param port the port, never 0
 * @param holders how many workers listen there, 1 or more
 */
public record SharedAddressStatus(String address, int port, int holders) {}
