import { protocolOf } from "../run/protocols/choose-protocol.js";
import type { PublishProtocol } from "../run/protocols/protocol.js";
import type { Session } from "./session.js";

/** The protocol of a session's warehouse, for changes that are no run of a plan. */
export async function sessionProtocol(session: Session): Promise<PublishProtocol> {
  const warehouse = await session.warehouse();
  const { engine } = session.project.target;
  const signal = session.options.signal ?? new AbortController().signal;
  return protocolOf(engine, { warehouse, state: session.state, signal });
}
