import { stateTables } from "../../state/state-tables.js";

const version = /^.+__.+__[0-9a-f]{8}(_\d+)?$/;
const leftover = /^.+__.+__[0-9a-f]{8}(_\d+)?__(rows|changes)$/;
const copy = new RegExp(`^state_(\\d+)__(${stateTables.map(([name]) => name).join("|")})$`);

/** What a relation of the system schema is, by the shape of its name; undefined for what is none of Sluice's. */
export function physicalKind(name: string): "version" | "leftover" | "state copy" | undefined {
  if (copy.test(name)) return "state copy";
  if (leftover.test(name)) return "leftover";
  return version.test(name) ? "version" : undefined;
}

/** The layout that a copy of the state is of. */
export function copiedLayout(name: string): number | undefined {
  const found = copy.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}
