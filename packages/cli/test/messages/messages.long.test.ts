import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { duckdb } from "@sluice/adapter-duckdb";
import * as core from "@sluice/core";
import { createCheckEngine } from "@sluice/dq";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { loadAdvice } from "../../src/report/advice.js";
import { isKnown } from "../../src/report/failure.js";
import { renderDiagnostic } from "../../src/render/diagnostic.js";
import { brokenProjects, type Broken } from "./broken-projects.js";

Object.assign(globalThis, { sluiceMessages: { ...core, duckdb, z } });

const plain = (text: string) => text;
const colours = { red: plain, yellow: plain, green: plain, cyan: plain, dim: plain, bold: plain };
const wholeConfig =
  'const { defineProject, duckdb } = globalThis.sluiceMessages;\nexport default defineProject({ name: "shop", targets: { dev: duckdb({ path: "shop.duckdb" }) } });\n';

function projectOf(files: Broken): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), "sluice-messages-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ "sluice.config.ts": wholeConfig, ...files })) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  return dir;
}

/** Diagnostics of `sluice validate` for a project, thrown ones included. */
async function findings(dir: string): Promise<readonly core.Diagnostic[]> {
  try {
    const workspace = await core.openWorkspace({ dir, env: {}, checks: createCheckEngine() });
    try {
      return (await workspace.validate()).diagnostics;
    } finally {
      await workspace.close();
    }
  } catch (error) {
    if (isKnown(error)) return error.all;
    throw error;
  }
}

async function printed(dir: string): Promise<readonly string[]> {
  const advice = await loadAdvice();
  return (await findings(dir)).map((found) => {
    const next = found.hints.length > 0 ? undefined : advice(found);
    return renderDiagnostic(found, colours as never, next)
      .join("\n")
      .replaceAll(dir, "<project>");
  });
}

describe.each(Object.entries(brokenProjects))("messages about %s", (chapter, projects) => {
  it("say what is wrong, where, and what to do", async () => {
    const sections: string[] = [];
    for (const [fault, files] of Object.entries(projects)) {
      const blocks = await printed(projectOf(files));
      expect(blocks, fault).not.toEqual([]);
      for (const block of blocks) {
        expect(block, fault).toMatch(/^(error|warning) [A-Z]+\.[A-Z_]+/);
        expect(block, fault).toMatch(/\n {2}next: ./);
        expect(block, fault).not.toMatch(/INTERNAL\.BUG|\[object|cast\(\.\.\. as decmal/);
      }
      sections.push(`## ${fault}\n\n${blocks.join("\n\n")}\n`);
    }
    await expect(sections.join("\n")).toMatchFileSnapshot(`__golden__/${chapter}.txt`);
  }, 120_000);
});
