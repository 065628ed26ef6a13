/* Loads a library, and ends with status 0 if it has the function that a JVM calls first. */
#include <dlfcn.h>
#include <stdio.h>

int main(int count, char **arguments)
{
    void *library = count == 2 ? dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL) : 0;
    if (library == 0) {
        puts(dlerror());
        return 1;
    }
    return dlsym(library, "JNI_OnLoad") == 0 ? 2 : 0;
}
