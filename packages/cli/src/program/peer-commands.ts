/**
 * Commands of dbt, SQLMesh and Dataform that have another name here, each with commands that do the same. A name that is
 * a command here too is none of them.
 */
export const peerCommands: Readonly<Record<string, readonly string[]>> = {
  audit: ["sluice check"],
  check_intervals: ["sluice plan"],
  clone: ["sluice build --env <name>"],
  compile: ["sluice validate", "sluice render <model>"],
  dag: ["sluice lineage <model>"],
  debug: ["sluice doctor"],
  deps: ["npm install"],
  destroy: ["sluice env expire <name>"],
  docs: ["sluice ls --columns", "sluice lineage <model>"],
  environments: ["sluice env list"],
  dry_run: ["sluice plan"],
  evaluate: ["sluice show <model>"],
  fetchdf: ["sluice show --sql '<query>'"],
  freshness: ["sluice check"],
  info: ["sluice doctor"],
  install: ["npm install"],
  invalidate: ["sluice env expire <name>"],
  janitor: ["sluice clean"],
  lint: ["sluice validate"],
  list: ["sluice ls"],
  migrate: ["sluice doctor --fix"],
  parse: ["sluice validate"],
  preview: ["sluice show <model>"],
  retry: ["sluice build"],
  seed: ["sluice build <seed>"],
  snapshot: ["sluice build <model>"],
  source: ["sluice check"],
  table_diff: ["sluice diff <a> <b>"],
  table_name: ["sluice render <model>"],
};

/** Why the commands do the same, where that is not plain. */
const reasons: Readonly<Record<string, string>> = {
  retry: "a build continues where the last one failed",
  seed: "seeds are built like every model",
  snapshot: "snapshots are built like every model",
};

/** Next steps for a command of another tool; none for a name that no tool has. */
export function peerCommandHints(given: string): readonly string[] {
  const name = given.replaceAll("-", "_");
  const commands = Object.hasOwn(peerCommands, name) ? peerCommands[name] : undefined;
  if (commands === undefined) return [];
  const reason = reasons[name] === undefined ? "" : `; ${reasons[name]}`;
  return [`Here: ${commands.map((command) => `\`${command}\``).join(" or ")}${reason}.`];
}
