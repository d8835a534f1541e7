import { duckdb } from "@sluice/adapter-duckdb";
import { isSluiceError, SluiceError, type Diagnostic } from "../../src/base/errors/sluice-error.js";
import type {
  SqlRunner,
  TargetEngine,
  WarehouseAdapter,
} from "../../src/warehouse/warehouse-adapter.js";
import type { Workspace } from "../../src/workspace/workspace.js";
import { collect, failure, finish, testProject, type TestProject } from "../project.js";

/** What a story comes to: what validation and builds do, and what people read of the relations. */
export interface Outcome {
  readonly behaviour: string;
  readonly described: string;
}

/** The files of a story, and those that change before its second build. */
export interface Story {
  readonly files: Readonly<Record<string, string>>;
  /** Without any the project is built once. */
  readonly edits?: Readonly<Record<string, string>> | undefined;
}

const opened = ["2024-01-05T12:30:00.000Z", "2024-01-08T12:30:00.000Z"] as const;

/** The project is validated and built, its files change, and it is validated and built three days later. */
export async function tell({ files, edits }: Story): Promise<Outcome> {
  const seen = { concurrent: 0 };
  const project = testProject(files, { targets: { dev: watched(seen) } });
  const behaviour: unknown[] = [];
  for (const [i, clock] of opened.entries()) {
    if (i === 1 && edits === undefined) break;
    if (i === 1) project.write(edits ?? {});
    const outcome = await once(project, clock).catch(() => failed(project));
    behaviour.push(outcome);
  }
  return {
    behaviour: text([...behaviour, seen]),
    described: await project.with((workspace) => Promise.resolve(descriptions(workspace.project))),
  };
}

const text = (value: unknown) =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === "bigint" || one instanceof Date ? String(one) : one,
  );

async function failed(project: TestProject): Promise<unknown> {
  return project.with(async (workspace) => {
    const error = await failure(workspace.graph().then(() => workspace.plan()));
    return { diagnostics: error.all.map(said) };
  });
}

async function once(project: TestProject, clock: string): Promise<unknown> {
  return project.with(
    async (workspace) => {
      const diagnostics = (await workspace.validate()).diagnostics.map(said);
      const due = await workspace.due().catch(() => "nothing");
      const { nodes } = await finish(workspace.build());
      const results = Object.values(nodes).map(
        ({ name, kind, status, reason, batches, attempts, checkResults, error }) => [
          [name, kind, status, reason, batches, attempts, error && said(error)],
          checkResults.map(({ check, status: verdict }) => [check, verdict]),
        ],
      );
      const names = Object.keys(nodes).sort();
      const relations = [];
      for (const name of names) relations.push(await contentOf(workspace, name));
      const checks = await workspace.check().then(
        (report) => report.results,
        () => [],
      );
      const verdicts = checks.map(({ check, status }) => [check, status]);
      return { diagnostics, due, verdicts, results: results.map(text).sort(), relations };
    },
    { clock },
  );
}

const said = ({ code, message }: Diagnostic) => `${code} ${message}`;

/** Columns and rows of a relation, as readers find it; the error where there are none. */
async function contentOf(workspace: Workspace, name: string): Promise<unknown> {
  try {
    const { columns, rows } = await workspace.query(`select * from ${name}`);
    const all = (await collect(rows)).map(text).sort();
    return [columns, all];
  } catch (error) {
    return isSluiceError(error) ? said(error) : String(error);
  }
}

/** A relation without its text and the places in it. */
function descriptions(project: {
  models: ReadonlyMap<string, object>;
  sources: ReadonlyMap<string, object>;
}) {
  return JSON.stringify([...project.models.values(), ...project.sources.values()].map(plain));
}

/** A relation as data, the same whether YAML or TypeScript defines it. */
export function plain(relation: object): unknown {
  const left = new Set(["source", "sql", "path", "where", "rowsSource"]);
  return JSON.parse(
    JSON.stringify(relation, (key, value: unknown) => (left.has(key) ? undefined : value)),
  );
}

/** A real engine in which making a table with the text 'flaky' fails once, and which counts transactions that are open at once. */
function watched(seen: { concurrent: number }): TargetEngine {
  const inner = duckdb({ path: "shop.duckdb", threads: 2 });
  let failures = 1;
  let now = 0;
  const failing = (tx: SqlRunner): SqlRunner => ({
    query: (sql, options) => tx.query(sql, options),
    load: (target, rows, options) => tx.load(target, rows, options),
    execute: (sql, options) => {
      if (!sql.startsWith("create table") || !sql.includes("'flaky'") || failures === 0)
        return tx.execute(sql, options);
      failures -= 1;
      const message = "Somebody else writes.";
      return Promise.reject(
        new SluiceError({ code: "ADAPTER.CONFLICT", message, retryable: true }),
      );
    },
  });
  return {
    ...inner,
    open: async (options) => {
      const warehouse = await inner.open(options);
      const transaction: WarehouseAdapter["transaction"] = (body, more) =>
        warehouse.transaction(async (tx) => {
          now += 1;
          seen.concurrent = Math.max(seen.concurrent, now);
          try {
            await new Promise((resolve) => setTimeout(resolve, 2));
            return await body(failing(tx));
          } finally {
            now -= 1;
          }
        }, more);
      return new Proxy(warehouse, {
        get: (target, key) => {
          if (key === "transaction") return transaction;
          const value: unknown = Reflect.get(target, key);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
    },
  };
}
