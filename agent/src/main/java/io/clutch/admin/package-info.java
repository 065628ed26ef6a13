/**
 * What an operator sees of a master: the control socket.
 *
 * <p>{@link io.clutch.admin.ControlServer} owns the socket and one thread; {@link
 * io.clutch.admin.Conversation} is one client of it; {@link io.clutch.admin.Requests} understands
 * what it asks; {@link io.clutch.admin.StatusJson} documents what it gets. This room knows {@link
 * io.clutch.master.Cluster} and nothing else of the master, and nothing of the command line that is
 * its usual client.
 *
 * <h2>The control protocol</h2>
 *
 * One request per connection, one line of JSON, UTF-8, at most 64 KiB; the end of the stream ends
 * the line too, so that {@code nc -U} will do:
 *
 * <pre>{@code
 * {"command":"status"}
 * {"command":"version"}
 * {"command":"reload"}
 * {"command":"scale","workers":6}
 * {"command":"stop"}  {"command":"stop","now":true}
 * }</pre>
 *
 * The answer is any number of lines {@code {"progress":"…"}}, then exactly one of
 *
 * <pre>{@code
 * {"ok":true,"message":"…","result":{…}}
 * {"ok":false,"reason":"…"}
 * }</pre>
 *
 * and the end of the stream. {@code message} and {@code result} are there where there is something
 * to say. A client that leaves does not cancel what it asked for.
 */
package io.clutch.admin;
