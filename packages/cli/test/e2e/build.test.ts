import { expect, test } from "vitest";
import type { Documents } from "../../src/commands/documents.js";
import { makeProject, normal, shop } from "../support/sluice.js";

/** Names by status. */
function statuses({ nodes }: Documents["build"]): Record<string, string> {
  return Object.fromEntries(nodes.map(({ name, status }) => [name, status]));
}

const everything = ["raw.orders", "staging.stg_orders", "marts.customers", "marts.totals"];
const all = (status: string) => Object.fromEntries(everything.map((name) => [name, status]));

test("a first build builds everything, the second reuses everything", async () => {
  const project = await makeProject();
  const first = await project.json("build");
  expect(first.code).toBe(0);
  expect(first.document.published).toBe(true);
  expect(first.document.seconds).toBeGreaterThan(first.document.summary.seconds);
  expect(statuses(first.document)).toEqual(all("built"));
  const second = await project.json("build");
  expect(second.code).toBe(0);
  expect(statuses(second.document)).toEqual(all("reused"));
  expect(second.document).toMatchObject({
    ok: true,
    published: false,
    summary: { built: 0, reused: 4 },
  });
});

test("a comment builds nothing, another expression builds the model and its readers", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const file = "models/staging/stg_orders.sql";
  await project.write({ [file]: `${shop[file] ?? ""}-- a remark\n` });
  expect(statuses((await project.json("build")).document)).toEqual(all("reused"));
  await project.write({
    [file]: (shop[file] ?? "").replace("  amount\n", "  amount * 2 as amount\n"),
  });
  const edited = await project.json("build");
  expect(statuses(edited.document)).toEqual({ ...all("built"), "raw.orders": "reused" });
  const shown = await project.run(["show", "totals", "--format", "csv"]);
  expect(shown.stdout).toBe("customers,total\r\n2,71.50\r\n");
});

test("what a log shows: golden transcripts", async () => {
  const project = await makeProject();
  const first = await project.run(["build"]);
  expect(first.stdout).toBe("");
  await expect(normal(first.stderr)).toMatchFileSnapshot("__golden__/build-first.txt");
  const second = await project.run(["build", "--verbose"]);
  await expect(normal(second.stderr)).toMatchFileSnapshot("__golden__/build-again.txt");
  const forced = await project.run(["build", "customers", "totals", "--force", "--verbose"]);
  await expect(normal(forced.stderr)).toMatchFileSnapshot("__golden__/build-forced.txt");
  const json = await project.run(["build", "totals", "--json", "--force", "--quiet"]);
  await expect(normal(json.stdout)).toMatchFileSnapshot("__golden__/build.json");
});

test("selection, exclusion and --force", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const forced = await project.json("build", [
    "customers+",
    "--exclude",
    "totals",
    "--full-refresh",
  ]);
  expect(statuses(forced.document)).toMatchObject({ "marts.customers": "built" });
  expect(statuses(forced.document)["marts.totals"]).not.toBe("built");
});

test("--log-format json: versioned events on stderr, the document alone on stdout", async () => {
  const project = await makeProject();
  const { stderr, document } = await project.json("build", ["--log-format", "json"]);
  const events = stderr
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { v: number; type: string });
  expect(events.every((event) => event.v === 1)).toBe(true);
  const types = events.map((event) => event.type);
  expect(types[0]).toBe("run_started");
  expect(types.at(-1)).toBe("run_finished");
  expect(types.filter((type) => type === "node_finished")).toHaveLength(4);
  expect(document.ok).toBe(true);
});

test("variables, $now and the folder above", async () => {
  const project = await makeProject();
  const from = { cwd: "/" };
  const args = [
    "--project",
    `${project.dir}/models/marts`,
    "--var",
    "least=8",
    "--now",
    "2026-01-31",
  ];
  expect((await project.run(["build", ...args], from)).code).toBe(0);
  const shown = await project.run(["show", "customers", "--format", "csv", ...args], from);
  expect(shown.stdout).toBe("customer,orders,total\r\nada,1,10.50\r\ngrace,1,20.00\r\n");
});

test("--quiet says nothing when all is well", async () => {
  const project = await makeProject();
  expect(await project.run(["build", "--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
});
