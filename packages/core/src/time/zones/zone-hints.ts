import { suggest } from "../../base/suggest.js";
import { zoneNames } from "./zone.js";

/** What to write instead of a name that no zone has. */
export function zoneHints(name: string): readonly string[] {
  const near = suggest(name, zoneNames()).map((zone) => `Did you mean ${zone}?`);
  return [...near, "Write an IANA name such as Europe/Berlin or UTC."];
}
