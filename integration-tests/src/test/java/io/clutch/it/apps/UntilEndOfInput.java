package io.clutch.it.apps;

/** A {@link Server} that ends when its standard input does, as some do under an editor or inetd. */
public final class UntilEndOfInput {

    private UntilEndOfInput() {}

    /** Serves on the port of the first argument. */
    public static void main(String... arguments) throws Exception {
        var reader = new Thread(UntilEndOfInput::read);
        reader.setDaemon(true);
        reader.start();
        Server.main("socket", arguments[0]);
    }

    private static void read() {
        try {
            while (System.in.read() >= 0) {
                System.out.println(System.getenv("CLUTCH_SLOT") + " read");
            }
        } catch (java.io.IOException e) {
            System.out.println(e);
        }
        System.out.println(System.getenv("CLUTCH_SLOT") + " saw the end of its input");
        System.exit(5);
    }
}
