import { once } from "node:events";
import { expect, test } from "vitest";
import { makeProject, readDocument, shop } from "../support/sluice.js";

const slow = "select sum(sin(a.range * b.range)) as x from range(60000) a, range(60000) b\n";
const withSlow = { ...shop, "models/marts/slow.sql": slow };

test("Ctrl-C stops cleanly: readers keep what they had, the next run goes on, exit 130", async () => {
  const project = await makeProject();
  await project.run(["build"]);
  const file = "models/staging/stg_orders.sql";
  const doubled = (shop[file] ?? "").replace("  amount\n", "  amount * 2 as amount\n");
  await project.write({ ...withSlow, [file]: doubled });
  const running = project.start(["build"]);
  await running.said("marts.totals");
  running.process.kill("SIGINT");
  const ran = await running.done;
  expect(ran.code).toBe(130);
  expect(ran.stderr).toContain("press Ctrl-C again");
  expect(ran.stderr).toMatch(/cancelled\s+marts\.slow/);
  expect(ran.stderr).toContain("run the same command again to continue");
  const totals = ["show", "totals", "--format", "csv"];
  expect((await project.run(totals)).stdout).toBe("customers,total\r\n2,35.75\r\n");
  const { runs } = (await project.json("history")).document;
  expect(runs[0]).toMatchObject({ status: "cancelled", summary: { built: 3, cancelled: 1 } });
  await project.write({ "models/marts/slow.sql": "select 1 as x\n" });
  const { document, code } = await project.json("build");
  expect(code).toBe(0);
  expect(document.summary).toMatchObject({ built: 1, reused: 4 });
  expect((await project.run(totals)).stdout).toBe("customers,total\r\n2,71.50\r\n");
});

test("the document of an interrupted build says so", async () => {
  const project = await makeProject(withSlow);
  const running = project.start(["build", "--json"]);
  await running.said("marts.totals");
  running.process.kill("SIGTERM");
  const ran = await running.done;
  expect(ran.code).toBe(143);
  expect(readDocument("build", ran)).toMatchObject({ ok: false, summary: { cancelled: 1 } });
});

test("a second Ctrl-C ends at once", async () => {
  const project = await makeProject(withSlow);
  const running = project.start(["build"]);
  await running.said("marts.totals");
  running.process.kill("SIGINT");
  running.process.kill("SIGINT");
  expect((await running.done).code).toBe(130);
});

test("rows that are shown stop coming", async () => {
  const project = await makeProject();
  const sql = "select i from range(1000000000) r(i)";
  const running = project.start(["show", "--sql", sql, "--limit", "none", "--format", "csv"]);
  await once(running.process.stdout, "data");
  running.process.kill("SIGINT");
  const { code, stderr } = await running.done;
  expect(code).toBe(130);
  expect(stderr).toBe("Stopping; press Ctrl-C again to stop at once.\n");
});

test("two at once: the second names the first, or waits for it", async () => {
  const project = await makeProject(withSlow);
  const running = project.start(["build"]);
  await running.said("marts.totals");
  const refused = await project.refused(["build"]);
  expect(refused.code).toBe(2);
  expect(refused.errors).toMatchObject([{ code: "ADAPTER.LOCKED", retryable: true }]);
  expect(JSON.stringify(refused.errors)).toContain(String(running.process.pid));
  expect(JSON.stringify(refused.errors)).toContain("sluice build");
  const waiting = project.start(["build", "staging.stg_orders", "--lock-timeout", "20s"]);
  await waiting.said("Waiting up to 20");
  running.process.kill("SIGINT");
  expect((await running.done).code).toBe(130);
  expect((await waiting.done).code).toBe(0);
});
