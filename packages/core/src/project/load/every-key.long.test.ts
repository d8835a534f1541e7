import { describe, expect, it } from "vitest";
import type { KeyCase } from "../../../test/keys/case.js";
import { seedCases, sourceCases } from "../../../test/keys/file-cases.js";
import { keyPaths } from "../../../test/keys/key-paths.js";
import { events, headerCases } from "../../../test/keys/model-cases.js";
import { tell, type Outcome, type Story } from "../../../test/keys/story.js";
import { modelHeader, seedHeader, sourceHeader } from "./header.js";

const told = new Map<string, Promise<Outcome>>();

/** The outcome of a story; one that several cases begin with is told once. */
function outcomeOf(story: Story): Promise<Outcome> {
  const key = JSON.stringify(story);
  const known = told.get(key) ?? tell(story);
  told.set(key, known);
  return known;
}

/** Both outcomes of a case: with the key and without it. */
async function outcomes(one: KeyCase, storyOf: (values: KeyCase["with"]) => Story) {
  const seen = one.seen ?? "behaviour";
  const [withKey, without] = [
    await outcomeOf(storyOf(one.with)),
    await outcomeOf(storyOf(one.without)),
  ];
  if (one.fails !== true) expect(errorsOf(without.behaviour)).toEqual([]);
  return [withKey[seen], without[seen]] as const;
}

/** Errors of the first build: a story without the key has none. */
function errorsOf(behaviour: string): readonly string[] {
  const [{ diagnostics, results = [] }] = JSON.parse(behaviour) as readonly [
    { readonly diagnostics: readonly string[]; readonly results?: readonly string[] },
  ];
  return [...diagnostics, ...results.filter((result) => result.includes('"failed"'))];
}

const source = { "models/raw/e.seed.yaml": "file: e.csv\n", "e.csv": events.first };

describe("a header in SQL", () => {
  it("has a case of every key", () => {
    expect(Object.keys(headerCases).sort()).toEqual([...keyPaths(modelHeader)].sort());
  });

  it.each(Object.entries(headerCases))("%s has an effect", async (_, one) => {
    const model = (values: KeyCase["with"], query: string) =>
      `/* model\n${JSON.stringify(values)}\n*/\n${query}`;
    const { query = "select * from raw.e", edited = query, files = {} } = one;
    const [withKey, without] = await outcomes(one, (values) => ({
      files: { ...source, ...files, "models/a/m.sql": model(values, query) },
      edits: { "e.csv": events.second, "models/a/m.sql": model(values, edited) },
    }));
    expect(withKey).not.toEqual(without);
  });
});

describe.each([
  ["seed", seedHeader, seedCases],
  ["source", sourceHeader, sourceCases],
] as const)("the YAML of a %s", (kind, schema, cases) => {
  it("has a case of every key", () => {
    expect(Object.keys(cases).sort()).toEqual([...keyPaths(schema)].sort());
  });

  it.each(Object.entries(cases))("%s has an effect", async (_, one) => {
    const [withKey, without] = await outcomes(one, (values) => ({
      files: {
        ...one.files,
        [`models/raw/s.${kind}.yaml`]: JSON.stringify(values),
        "models/a/m.sql": "/* model\nkind: table\n*/\nselect * from raw.s",
      },
    }));
    expect(withKey).not.toEqual(without);
  });
});
