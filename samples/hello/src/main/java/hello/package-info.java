/** A small server to try Clutch on. It knows nothing of Clutch. */
package hello;
