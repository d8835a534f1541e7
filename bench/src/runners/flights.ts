import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Bench, BenchOptions, Measurement } from "../bench.js";
import { bareStatements } from "../generate/bare-sql.js";
import { flightFiles, flightModels, loadSql, type FlightFile } from "../generate/flights.js";
import type { GeneratedModel } from "../generate/layers.js";
import { databaseFile, writeSluiceProject } from "../generate/sluice-project.js";
import { writeBareProject } from "../measure/bare-project.js";
import { measurement, seconds } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { dropCaches, dropWarehouse, removeDatabase, sluiceBuild } from "../measure/sluice.js";
import { assertSameContents } from "../measure/verify.js";
import { dbt } from "../peers/dbt.js";
import { isInstalled, loop, type Loop, type Looped } from "../peers/loop.js";
import type { Peer } from "../peers/peer.js";
import { ours } from "../peers/sluice.js";
import { runTask } from "../tasks/tasks.js";

/** A small project on wide files: what an analyst waits for who begins with an export. */
export const flights: Bench = {
  name: "flights",
  description: "Four wide CSV files and eleven marts: first build, no-op and an edit; beside dbt.",
  async run(options) {
    const files = flightFiles(options.sizes.flights);
    const dataDir = await drawFiles(options, files);
    const raw = Object.fromEntries(files.map((file) => [file.name, loaded(file, dataDir)]));
    const models = flightModels(raw);
    const all = [...Object.values(raw), ...models];
    return [
      ...(await beside(options, { files, dataDir, models, all })),
      ...(await besideDbt(options, { files, dataDir, models, all })),
    ];
  },
};

interface Project {
  readonly files: readonly FlightFile[];
  readonly dataDir: string;
  readonly models: readonly GeneratedModel[];
  /** The models, and those that load the files. */
  readonly all: readonly GeneratedModel[];
}

/** Draws the files once for a size. */
async function drawFiles(
  { workDir, sizes, log }: BenchOptions,
  files: readonly FlightFile[],
): Promise<string> {
  const dir = path.join(workDir, `flights-${sizes.flights}`);
  const statements = path.join(dir, "draw.json");
  if (existsSync(statements)) return dir;
  mkdirSync(dir, { recursive: true });
  const texts = files.map(
    ({ name, draw, rows }) =>
      `copy (${draw} from range(${rows}) as numbers(i)) to '${path.join(dir, `${name}.csv`)}' (header)`,
  );
  const [unfinished, database] = [`${statements}.new`, path.join(dir, "draw.duckdb")];
  writeFileSync(unfinished, JSON.stringify(texts));
  await runTask("bare-build", { database, statements: unfinished });
  removeDatabase(database);
  renameSync(unfinished, statements);
  log(`drew ${sizes.flights} flights`);
  return dir;
}

function loaded(file: FlightFile, dataDir: string): GeneratedModel {
  const sql = loadSql(file, path.join(dataDir, `${file.name}.csv`));
  return { schema: "raw", name: file.name, kind: "table", parents: [], sql: () => sql };
}

/** The project of the framework: files are seeds with declared types. */
function writeProject(dir: string, { files, dataDir, models }: Project): void {
  const seeds = files.map(({ name, columns }): [string, string] => {
    const file = path.relative(dir, path.join(dataDir, `${name}.csv`));
    const types = Object.entries(columns).map(([column, type]) => `  ${column}: { type: ${type} }`);
    return [`models/raw/${name}.seed.yaml`, `file: ${file}\ncolumns:\n${types.join("\n")}\n`];
  });
  writeSluiceProject(dir, { models, files: seeds });
}

async function beside(options: BenchOptions, project: Project): Promise<Measurement[]> {
  const dir = path.join(options.workDir, "flights");
  writeProject(dir, project);
  const bare = writeBareProject(dir, bareStatements(project.all));
  const samples = await interleave(options.runs, {
    ours: async () => {
      dropWarehouse(dir);
      dropCaches(dir);
      const built = await sluiceBuild(dir);
      if (built.built !== project.all.length) throw new Error(`Built ${built.built} nodes.`);
      return built;
    },
    bare: () => bare.run(),
  });
  const rows = await assertSameContents(project.all, {
    ours: path.join(dir, databaseFile),
    other: bare.database,
  });
  options.log(`${rows} rows are the same on both sides`);
  return [
    measurement("s", {
      what: `first build, ${project.all.length} nodes over ${options.sizes.flights} flights`,
      ours: seconds(samples.ours),
      against: { what: "the same loads and SQL", samples: seconds(samples.bare) },
      bar: { of: "ratio", max: 1.2 },
    }),
  ];
}

/** The same in dbt, where it can be installed: its packages come from PyPI. */
async function besideDbt(options: BenchOptions, project: Project): Promise<Measurement[]> {
  if (!options.sizes.besideDbt || !(await isInstalled(dbt, options.log))) return [];
  const edited = project.models.find(({ name }) => name === "carriers");
  if (!edited) throw new Error("There is no mart to edit.");
  const dirs = {
    ours: path.join(options.workDir, "flights"),
    dbt: path.join(options.workDir, "flights-dbt"),
  };
  dbt.write(dirs.dbt, project.all);
  await dbt.run(dirs.dbt, "first build");
  const [ourLoop, dbtLoop] = [editing(edited, ours, dirs.ours), editing(edited, dbt, dirs.dbt)];
  const samples = await interleave(options.runs, {
    ours: () => loop(ourLoop),
    dbt: () => loop(dbtLoop),
  });
  const compared = (step: keyof Loop) =>
    measurement("s", {
      what: `${step}, ${project.all.length} nodes over ${options.sizes.flights} flights`,
      ours: seconds(samples.ours.map((s) => s[step])),
      against: { what: dbt.name, samples: seconds(samples.dbt.map((s) => s[step])) },
      bar: { of: "ratio", max: 0.1 },
    });
  return [compared("nothing changed"), compared("one model changed")];
}

/** Edits the model of a project in one tool, another way each time. */
function editing(edited: GeneratedModel, peer: Peer, dir: string): Looped {
  let edits = 0;
  return {
    run: (step) => peer.run(dir, step),
    change: () => {
      edits += 1;
      const sql: GeneratedModel["sql"] = (nameOf) =>
        `select *, ${edits} as id from (\n${edited.sql(nameOf)}\n) as before`;
      peer.change(dir, { ...edited, sql });
    },
  };
}
