package io.clutch.listen;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;

/**
 * The answer to one request to bind.
 *
 * @param worker whose request it was
 * @param requestId the request's id, which names it within that worker
 * @param kind how to bind
 * @param port the port to bind; 0 if the system shall choose
 */
public record Decision(WorkerId worker, long requestId, Message.Grant.Kind kind, int port) {}
