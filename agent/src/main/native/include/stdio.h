/* jni.h includes this header and uses nothing of it. With this one in its place, no C library's headers are needed. */
