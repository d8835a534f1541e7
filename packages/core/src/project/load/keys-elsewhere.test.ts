import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { isSluiceError, type Diagnostic } from "../../base/errors/sluice-error.js";
import { configKeys, folderKeys, seedKeys, sourceKeys } from "./file-keys-elsewhere.js";
import { modelHeader, seedHeader, sourceHeader } from "./header.js";
import {
  columnKeys,
  cronKeys,
  kindKeys,
  modelKeys,
  valuesElsewhere,
  type Elsewhere,
} from "./keys-elsewhere.js";
import { checkConfig } from "./load-config.js";
import { parseYaml } from "./parse-yaml.js";

type Ask = (key: string, value?: string) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;

const header =
  (schema: Parameters<typeof parseYaml>[1], write: (entry: string) => string): Ask =>
  async (key, value = "x") => {
    const text = write(`${JSON.stringify(key)}: ${value}`);
    return (await parseYaml({ text, file: "m", fileText: text, at: 0 }, schema)).diagnostics;
  };

const config =
  (place: (entry: object) => object): Ask =>
  (key, value = '"x"') => {
    const definition = {
      name: "shop",
      targets: { dev: duckdb({ path: ":memory:" }) },
      ...place({ [key]: JSON.parse(value) as unknown }),
    };
    try {
      checkConfig({ default: definition }, "sluice.config.ts");
      return [];
    } catch (error) {
      if (isSluiceError(error)) return error.all;
      throw error;
    }
  };

const kinds = {
  incremental_by_time: "type: incremental_by_time, time: d, start: 2024-01-01",
  incremental_by_key: "type: incremental_by_key, key: id",
  append: "type: append",
  snapshot: "type: snapshot, key: id",
  table: "type: table",
};

const places: readonly (readonly [place: string, keys: Elsewhere, ask: Ask])[] = [
  ["a model's header", modelKeys, header(modelHeader, (entry) => entry)],
  ["a column", columnKeys, header(modelHeader, (entry) => `columns: { id: { ${entry} } }`)],
  ["a cron", cronKeys, header(modelHeader, (entry) => `cron: { expression: "@daily", ${entry} }`)],
  ["a seed", seedKeys, header(seedHeader, (entry) => `file: a.csv\n${entry}`)],
  ["a source", sourceKeys, header(sourceHeader, (entry) => entry)],
  ["a configuration", configKeys, config((entry) => entry)],
  ["a folder", folderKeys, config((entry) => ({ models: { marts: entry } }))],
  ...Object.entries(kinds).map(
    ([kind, options]) =>
      [kind, kindKeys, header(modelHeader, (entry) => `kind: { ${options}, ${entry} }`)] as const,
  ),
];

const isKnown = async (key: string, ask: Ask) =>
  !(await ask(key)).some(({ message }) => message.includes("is not a known key"));

describe.each(places)("a key of another tool in %s", (_, keys, ask) => {
  it.each(Object.entries(keys))("%s is refused with what it is called here", async (key, hint) => {
    const found = await ask(key);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^`.*` is not a known key( of \w+)?\.$/),
    ]);
    const [, here] = /^Write `(\w+)`\.$/.exec(hint) ?? [];
    const [given = ""] = found[0]?.hints ?? [];
    if (here === undefined || (await isKnown(here, ask))) expect(given).toBe(hint);
    else
      expect(given).toMatch(
        new RegExp(`^\`${here}\` is a key of \\w+.* Known keys here are: type`),
      );
  });
});

it.each(places.filter(([place]) => !Object.hasOwn(kinds, place)))(
  "the names given for keys of other tools are known in %s",
  async (_, keys, ask) => {
    const names = Object.values(keys).flatMap((hint) => /^Write `(\w+)`\.$/.exec(hint)?.[1] ?? []);
    const known = await Promise.all(names.map((name) => isKnown(name, ask)));
    expect(names.filter((_name, i) => known[i] !== true)).toEqual([]);
  },
);

it.each(
  Object.entries(valuesElsewhere).flatMap(([key, values]) =>
    Object.entries(values).map(([value, hint]) => [key, value, hint] as const),
  ),
)("%s: %s of another tool is refused with what it is called here", async (key, value, hint) => {
  const text = ["kind", "contract", "format"].includes(key)
    ? `${key}: "${value}"`
    : `kind: { type: ${key === "hard_deletes" ? "snapshot, key: id" : "append"}, ${key}: ${value} }`;
  const schema = key === "format" ? sourceHeader : modelHeader;
  const { diagnostics } = await parseYaml({ text, file: "m", fileText: text, at: 0 }, schema);
  expect(diagnostics.map(({ hints }) => hints)).toEqual([[hint]]);
  const [, meant = ""] = /^Write (\w+)\.$/.exec(hint) ?? [];
  if (meant !== "" && key !== "kind") expect(diagnostics[0]?.message).toContain(meant);
});

it("a key of another kind is told from one that no kind has", async () => {
  const told = async (text: string) => {
    const { diagnostics } = await parseYaml(
      { text, file: "m", fileText: text, at: 0 },
      modelHeader,
    );
    return diagnostics.map(({ message, hints }) => [message, ...hints].join(" "));
  };
  expect(await told("kind: { type: snapshot, key: id, lookback: 2 }")).toEqual([
    "`kind.lookback` is not a known key of snapshot. `lookback` is a key of incremental_by_time. " +
      "Known keys here are: type, key, strategy, updated_at, columns, hard_deletes, valid_from, current, on_schema_change.",
  ]);
  expect(await told("kind: { type: snapshot, key: id, stratgy: check }")).toEqual([
    "`kind.stratgy` is not a known key of snapshot. Did you mean `strategy`?",
  ]);
  expect(await told("kind: { type: append, frobnicate: 2 }")).toEqual([
    "`kind.frobnicate` is not a known key of append. Known keys are: type, time, on_schema_change.",
  ]);
});
