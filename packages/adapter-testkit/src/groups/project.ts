import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { defineProject, isSluiceError, openWorkspace, type RunEvent } from "@sluice/core";
import type { TargetEngine, WarehouseAdapter } from "@sluice/core/adapter";
import { expect } from "vitest";
import { rowsOf, type Kit } from "../context.js";
import { expressionChecks } from "../edits/expression-checks.js";
import { absentFeatures, type Feature } from "../features.js";

const header = (kind: string, more = "") => `/* model\nkind: ${kind}\n${more}*/\n`;
const query = "select id, day, amount from conformance_raw.orders";

/** One model of each kind, over one seed. */
const files = {
  "data/orders.csv": "id,day,amount\n1,2024-01-01,10\n2,2024-01-02,20\n3,2024-01-03,30\n",
  "models/conformance_raw/orders.seed.yaml":
    "file: data/orders.csv\ncolumns:\n  id: { type: integer }\n  day: { type: date }\n  amount: { type: integer }\n",
  "models/conformance/a_view.sql": query,
  "models/conformance/a_table.sql": `${header("table", "checks: [{ expression: { value: amount < 100 } }]\n")}${query}`,
  "models/conformance/by_time.sql": `${header("{ type: incremental_by_time, time: day, start: 2024-01-01 }")}${query} where day >= $start and day < $end`,
  "models/conformance/by_key.sql": `${header("{ type: incremental_by_key, key: id }")}${query}`,
  "models/conformance/appended.sql": `${header("append")}${query}`,
  "models/conformance/history.sql": `${header("{ type: snapshot, key: id }")}select id, amount from conformance.a_table`,
};

const built = [
  ...["a_table", "a_view", "appended", "by_key", "by_time", "history"].map(conformance),
  "conformance_raw.orders",
];

function conformance(name: string): string {
  return `conformance.${name}`;
}

/** Features that a build needs of an engine. */
const needs: readonly Feature[] = [
  "definitions in transactions",
  "dry run",
  "reading of files",
  "scratch warehouse",
];

/** A small project, built through core. The warehouse must hold no project of Sluice. */
export function projectGroup({ engine, projectDir, test, warehouse }: Kit): void {
  const dir = () => path.join(projectDir(), "project");
  const write = async (changed: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(changed)) {
      const file = path.join(dir(), name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  };
  const build = async (changed: Readonly<Record<string, string>> = {}) => {
    await write({
      "sluice.config.ts": configuration(dir(), sharing(engine(), warehouse)),
      ...changed,
    });
    const workspace = await openWorkspace({
      dir: dir(),
      env: {},
      now: "2024-01-04",
      checks: expressionChecks,
    });
    try {
      const events: RunEvent[] = [];
      for await (const event of workspace.build()) events.push(event);
      return statuses(events);
    } finally {
      await workspace.close();
    }
  };
  const rows = async (name: string, columns = "id, amount") => {
    const ref = warehouse().dialect.relation({ schema: "conformance", name });
    const found = await rowsOf(warehouse(), `select ${columns} from ${ref} order by id, amount`);
    return found.map((row) => Object.values(row).map(Number));
  };

  test(
    "every kind of model is built, rebuilt without work, and brought up to date; a failing check publishes nothing",
    { needs, timeout: 120_000 },
    async () => {
      const first = [
        [1, 10],
        [2, 20],
        [3, 30],
      ];
      expect((await build(files)).built).toEqual(built);
      for (const name of ["a_view", "a_table", "by_time", "by_key", "appended", "history"])
        expect(await rows(name), name).toEqual(first);

      expect((await build()).built).toEqual([]);

      const second = [
        [1, 10],
        [2, 25],
        [3, 30],
        [4, 40],
      ];
      await build({
        "data/orders.csv":
          "id,day,amount\n1,2024-01-01,10\n2,2024-01-02,25\n3,2024-01-03,30\n4,2024-01-03,40\n",
      });
      for (const name of ["a_view", "a_table", "by_key"])
        expect(await rows(name), name).toEqual(second);
      expect(await rows("history")).toEqual([
        [1, 10],
        [2, 20],
        [2, 25],
        [3, 30],
        [4, 40],
      ]);

      const edited = files["models/conformance/a_table.sql"].replace(
        "amount from",
        "amount * 2 as amount from",
      );
      expect((await build({ "models/conformance/a_table.sql": edited })).built).toContain(
        "conformance.a_table",
      );
      const doubled = second.map(([id = 0, amount = 0]) => [id, amount * 2]);
      expect(await rows("a_table")).toEqual(doubled);

      const refused = edited.replace("amount * 2", "amount * 100");
      expect((await build({ "models/conformance/a_table.sql": refused })).failed).toEqual([
        "conformance.a_table",
      ]);
      expect(await rows("a_table")).toEqual(doubled);
    },
  );

  test("a build works where the engine has what it needs, and is refused with a code elsewhere", async () => {
    const absent = absentFeatures(needs, { engine: engine(), warehouse: warehouse() });
    const codes = await build(files).then(
      () => [],
      (error: unknown) => (isSluiceError(error) ? error.all.map(({ code }) => code) : [error]),
    );
    const refused = expect.arrayContaining(["CAPABILITY.UNSUPPORTED"]) as unknown;
    expect(codes).toEqual(absent.length === 0 ? [] : refused);
  });
}

/** The engine, whose warehouse is the one that is open and stays so. */
function sharing(engine: TargetEngine, warehouse: Kit["warehouse"]): TargetEngine {
  const open = () =>
    Promise.resolve(
      new Proxy(warehouse(), {
        get: (target, key: keyof WarehouseAdapter) => {
          if (key === "close") return () => Promise.resolve();
          const value: unknown = Reflect.get(target, key);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      }),
    );
  return { ...engine, open };
}

const configurations = new Map<string, unknown>();

/** The text of a configuration that is made here: the project's folder has no packages to import. */
function configuration(dir: string, engine: TargetEngine): string {
  configurations.set(dir, defineProject({ name: "conformance", targets: { dev: engine } }));
  const config = (of: string) => configurations.get(of);
  Object.assign(globalThis, { sluiceConformance: { config } });
  return `export default globalThis.sluiceConformance.config(${JSON.stringify(dir)});\n`;
}

function statuses(events: readonly RunEvent[]) {
  const results = events.flatMap((event) => (event.type === "node_finished" ? [event.result] : []));
  const named = (status: string) =>
    results
      .filter((result) => result.status === status)
      .map(({ name }) => name)
      .sort();
  return { built: named("built"), failed: named("failed") };
}
