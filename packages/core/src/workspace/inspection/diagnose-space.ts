import { warehouseCommand } from "../../model/project/command-line.js";
import type { Session } from "../../session/session.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import type { DoctorFinding } from "../workspace.js";

const MIB = 1024 ** 2;

/** Unused space below this is no reason to rewrite a file: the next builds fill it. */
const MOST_UNUSED = 16 * MIB;

/** Room that the warehouse's file takes, and the share of it that holds nothing; nothing of a warehouse that is no file. */
export async function diagnoseSpace(
  { project }: Session,
  warehouse: WarehouseAdapter,
): Promise<readonly DoctorFinding[]> {
  const space = await warehouse.space?.();
  if (space === undefined) return [];
  const share = Math.round((space.unused / space.bytes) * 100);
  const detail = `${(space.bytes / MIB).toFixed(1)} MiB, ${String(share)} % of it unused`;
  if (space.unused <= MOST_UNUSED || share <= 50) return [{ check: "space", status: "ok", detail }];
  const hint = `Run \`${warehouseCommand(["clean", "--compact"], project)}\`: it rewrites the file without that.`;
  return [{ check: "space", status: "warning", detail, hint }];
}
