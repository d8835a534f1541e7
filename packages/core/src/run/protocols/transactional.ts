import { failpoint } from "../../base/failpoint/failpoint.js";
import { pointReaders } from "../point-readers.js";
import { checkedTransaction } from "./checked-transaction.js";
import type { ProtocolParts, PublishProtocol } from "./protocol.js";

/** Data, checks and state in one transaction a step: nothing of a step is there, or all of it. */
export function transactional({ warehouse, state, signal }: ProtocolParts): PublishProtocol {
  return {
    create: ({ isWhole, make, changes, fewRows = false }) =>
      warehouse.transaction(
        async (tx) => {
          const made = await make(tx);
          if (isWhole) {
            failpoint("table.created");
          } else {
            failpoint("kept.created");
          }
          await state.commit(changes(made), tx);
          if (isWhole) {
            failpoint("table.recorded");
          } else {
            failpoint("kept.recorded");
          }
          return made;
        },
        { signal, fewRows },
      ),
    update: (write) => checkedTransaction(write, { warehouse, signal }),
    publish: ({ readers, changes }) =>
      warehouse.transaction(async (tx) => {
        await pointReaders(readers, { tx, warehouse });
        failpoint("promote.views");
        await state.commit(changes, tx);
      }),
    record: (work) => warehouse.transaction(work),
    remove: ({ drop, changes }) =>
      warehouse.transaction(async (tx) => {
        await drop(tx);
        await state.commit(changes, tx);
      }),
  };
}
