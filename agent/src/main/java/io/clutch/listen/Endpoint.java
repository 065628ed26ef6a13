package io.clutch.listen;

/**
 * Where a listener is, as the kernel tells such places apart: the same address in another family,
 * or with IPv6 alone, is another place.
 *
 * @param v6only whether the socket takes IPv6 alone
 * @param address the socket address, family and scope included, in hexadecimal digits; its port is
 *     0
 * @param port the port, 0 while any will do
 */
record Endpoint(boolean v6only, String address, int port) {

    private static final int FAMILY_AND_PORT = 8;

    /** Returns the same address at another port. */
    Endpoint at(int newPort) {
        return new Endpoint(v6only, address, newPort);
    }

    /** Returns whether connections to any IPv4 address of this machine arrive here. */
    boolean takesAllOfIpv4() {
        // Behind the family and the port; what is not zero is the address, or the scope.
        return !v6only
                && address.substring(FAMILY_AND_PORT).chars().allMatch(digit -> digit == '0');
    }
}
