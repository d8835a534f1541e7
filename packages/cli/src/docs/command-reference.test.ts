import { expect, test } from "vitest";
import { commandDefinitions } from "../commands/definitions.js";
import { commandReference } from "./command-reference.js";

const page = new URL("../../../../docs/reference/cli.md", import.meta.url).pathname;

test("docs/reference/cli.md is current; `pnpm --filter @sluice/cli run docs` renews it", async () => {
  await expect(commandReference(commandDefinitions)).toMatchFileSnapshot(page);
});

test("every command that is shown has its section, every link its target", () => {
  const text = commandReference(commandDefinitions);
  for (const [, target] of text.matchAll(/\]\(#([^)]+)\)/g))
    expect(text.toLowerCase()).toContain(`## ${String(target).replace("-", " ")}\n`);
  expect(text).not.toContain("__complete");
});
