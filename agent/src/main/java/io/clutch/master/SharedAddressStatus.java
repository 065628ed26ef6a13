package io.clutch.master;

/**
 * An address that workers listen on.
 *
 * @param address the literal IP address, as the application wrote it, or the absolute path of a
 *     Unix-domain socket
 * @param port the port, 0 for a path
 * @param holders how many workers listen there, 1 or more
 */
public record SharedAddressStatus(String address, int port, int holders) {}
