import type { Row } from "../../warehouse/values.js";

/** The moment at which the first waiting row is due, in milliseconds; undefined for none, and for one that never comes. */
export function waitingUntil(row: Row | undefined): number | undefined {
  const text = row?.["waiting"];
  if (typeof text !== "string") return undefined;
  const [day = "", time = "00:00:00"] = text.split(" ");
  const at = Date.parse(`${day}T${time.replace(/[+-]\d{2}(:\d{2})?$/, "")}Z`);
  return Number.isNaN(at) ? undefined : at;
}
