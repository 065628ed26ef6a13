package io.clutch.agent;

/** The application of {@link PremainTest}. */
public final class Hello {

    private Hello() {}

    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
