import { expect, test } from "vitest";
import { makeProject, readDocument, shop } from "../support/sluice.js";

const slow = "select sum(sin(a.range * b.range)) as x from range(60000) a, range(60000) b\n";
const withSlow = { ...shop, "models/marts/slow.sql": slow };

test("Ctrl-C stops cleanly: what is done is kept, the next run goes on, exit 130", async () => {
  const project = await makeProject(withSlow);
  const running = project.start(["build"]);
  await running.said("marts.totals");
  running.process.kill("SIGINT");
  const ran = await running.done;
  expect(ran.code).toBe(130);
  expect(ran.stderr).toContain("press Ctrl-C again");
  expect(ran.stderr).toMatch(/cancelled\s+marts\.slow/);
  expect(ran.stderr).toContain("run the same command again to continue");
  await project.write({ "models/marts/slow.sql": "select 1 as x\n" });
  const { document, code } = await project.json("build");
  expect(code).toBe(0);
  expect(document.summary).toMatchObject({ built: 1, reused: 4 });
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

test("a query that is shown stops too", async () => {
  const project = await makeProject();
  const running = project.start(["show", "--sql", slow]);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  running.process.kill("SIGINT");
  expect((await running.done).code).toBe(130);
});

test("two at once: the second names the first, or waits for it", async () => {
  const project = await makeProject(withSlow);
  const running = project.start(["build"]);
  await running.said("marts.totals");
  const refused = await project.refused(["build"]);
  expect(refused.code).toBe(2);
  expect(refused.errors).toMatchObject([{ code: "ADAPTER.LOCKED", retryable: true }]);
  expect(JSON.stringify(refused.errors)).toContain(String(running.process.pid));
  const waiting = project.start(["build", "staging.stg_orders", "--lock-timeout", "20s"]);
  await waiting.said("Waiting up to 20");
  running.process.kill("SIGINT");
  expect((await running.done).code).toBe(130);
  expect((await waiting.done).code).toBe(0);
});
