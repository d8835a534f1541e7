import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { documents } from "../commands/documents.js";

const folder = new URL("../../schemas/", import.meta.url);
const names = Object.keys(documents) as (keyof typeof documents)[];

test.each(names)(
  "schemas/%s.json is current; `pnpm --filter @sluice/cli run docs` renews it",
  async (name) => {
    const schema = z.toJSONSchema(documents[name], { target: "draft-2020-12", io: "output" });
    const text = `${JSON.stringify({ title: `sluice ${name} --json`, ...schema }, undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot(new URL(`${name}.json`, folder).pathname);
  },
);

test("no schema is left of a document that is gone", async () => {
  const files = await readdir(folder);
  expect(files.sort()).toEqual(names.map((name) => `${name}.json`).sort());
});
