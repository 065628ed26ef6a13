package io.clutch.listen;

/** Where things are in the header of an IP packet. */
final class IpHeader {

    static final int VERSION = 0;
    static final int VERSION_MASK = 0xf0;
    static final int VERSION_4 = 0x40;
    static final int VERSION_6 = 0x60;

    static final int IPV4_DESTINATION = 16;

    static final int IPV6_NEXT_HEADER = 6;
    static final int IPV6_LENGTH = 40;
    static final int TCP = 6;

    private IpHeader() {}
}
