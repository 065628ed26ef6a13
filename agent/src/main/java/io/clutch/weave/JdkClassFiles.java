package io.clutch.weave;

import java.io.IOException;
import java.io.InputStream;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * Reads class files of the JDK out of its modules, without the URL machinery that a class loader's
 * resources go through, and the agent's own from wherever the agent is.
 */
final class JdkClassFiles implements ClassFileLocator {

    @Override
    public Resolution locate(String name) throws IOException {
        try (var in = open(name)) {
            return in == null
                    ? new Resolution.Illegal(name)
                    : new Resolution.Explicit(in.readAllBytes());
        }
    }

    private static InputStream open(String name) throws IOException {
        var path = name.replace('.', '/') + CLASS_FILE_EXTENSION;
        var ofJdk = Object.class.getModule().getResourceAsStream(path);
        if (ofJdk != null) {
            return ofJdk;
        }
        // Byte Buddy's own classes are among these: the annotations that tell advice.
        var own = JdkClassFiles.class.getClassLoader().getResourceAsStream(path);
        if (own != null) {
            return own;
        }
        var management = ModuleLayer.boot().findModule("java.management");
        return management.isPresent() ? management.get().getResourceAsStream(path) : null;
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
