import { requireTransactions } from "../../warehouse/absent-capability.js";
import type { TargetEngine } from "../../warehouse/warehouse-adapter.js";
import type { ProtocolParts, PublishProtocol } from "./protocol.js";
import { transactional } from "./transactional.js";

/** The protocol that an engine can keep. Raises `CAPABILITY.UNSUPPORTED` for one without full transactions. */
export function protocolOf(
  engine: Pick<TargetEngine, "engine" | "capabilities">,
  parts: ProtocolParts,
): PublishProtocol {
  requireTransactions(engine);
  return transactional(parts);
}
