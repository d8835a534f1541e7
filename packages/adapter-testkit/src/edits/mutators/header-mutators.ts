import { pickOne, type Pick } from "../random.js";
import type { ModelPart } from "../parts.js";

/** Another version of a model; undefined where it has no place for it. */
type HeaderMutator = (model: ModelPart, pick: Pick) => ModelPart | undefined;

const withKey = (model: ModelPart, key: string, value: string): ModelPart => ({
  ...model,
  header: { ...model.header, [key]: value },
});

const kind: HeaderMutator = (model, pick) => {
  const { kind: own = "table" } = model.header;
  if (own.startsWith("{")) return undefined;
  return withKey(model, "kind", pickOne(["view", "table", "ephemeral"], pick) ?? "table");
};

/** The other row of a key, where the query has several. */
const orderOfKey: HeaderMutator = (model) => {
  const { kind: own = "" } = model.header;
  if (!/order: v (asc|desc)/u.test(own)) return undefined;
  const other = own.includes("v desc")
    ? own.replace("v desc", "v asc")
    : own.replace("v asc", "v desc");
  return withKey(model, "kind", other);
};

/** Edits of headers, by name. */
export const headerMutators: Readonly<Record<string, HeaderMutator>> = {
  description: (model, pick) => withKey(model, "description", `Version ${String(pick(1000))}.`),
  tags: (model, pick) => withKey(model, "tags", `[t${String(pick(1000))}]`),
  checks: (model, pick) =>
    withKey(model, "checks", `[{ expression: "${String(pick(1000))} >= 0" }]`),
  kind,
  "order of a key": orderOfKey,
  "declared columns": (model, pick) =>
    withKey(model, "columns", `{ v: { description: Value ${String(pick(1000))} } }`),
};
