import type { OpenOptions, WarehouseAdapter } from "../adapter/warehouse-adapter.js";
import { isSluiceError } from "../errors/sluice-error.js";
import { requireOwner } from "../state/owner.js";
import type { Claim } from "../state/state-store.js";

/** Opens the warehouse of a project. Raises `STATE.OTHER_PROJECT` for that of another. */
export async function openWarehouse(
  options: OpenOptions,
  claim: Claim,
  readOnly = false,
): Promise<WarehouseAdapter> {
  if (!readOnly) return open(options, claim, false);
  // What an engine cannot open for reading alone it may be able to mend.
  return open(options, claim, true).catch((error: unknown) => {
    if (isSluiceError(error) && error.code === "ADAPTER.CONNECT")
      return open(options, claim, false);
    throw error;
  });
}

async function open(
  options: OpenOptions,
  claim: Claim,
  readOnly: boolean,
): Promise<WarehouseAdapter> {
  const { engine } = claim.project.target;
  const warehouse = await engine.open({ ...options, readOnly, emptyIfMissing: readOnly });
  try {
    await requireOwner(warehouse, claim);
    return warehouse;
  } catch (error) {
    await warehouse.close({ compact: false });
    throw error;
  }
}
