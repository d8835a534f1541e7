import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { renderAirflow } from "../../src/export/airflow.js";
import { scheduleExport } from "../support/exports.js";

/**
 * A Python that has Airflow: SLUICE_AIRFLOW_PYTHON, else python3. Airflow is large; where it is missing the tests are
 * skipped, and Python's own parser has read the same files in the tests beside the source.
 */
const python = process.env["SLUICE_AIRFLOW_PYTHON"] ?? "python3";
const hasAirflow = spawnSync(python, ["-c", "import airflow.models"]).status === 0;

/** Loads a folder of DAGs as the scheduler does, and fills in the templates of every task. */
const load = `
import json, sys
try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag
bag = DagBag(sys.argv[1], include_examples=False)
print("loaded:" + json.dumps({
    "errors": bag.import_errors,
    "dags": {
        dag_id: {
            "schedule": dag.timetable.summary,
            "catchup": dag.catchup,
            "tasks": {
                task.task_id: {
                    "upstream": sorted(task.upstream_task_ids),
                    "command": task.render_template(task.bash_command, {}, dag.get_template_env()),
                }
                for task in dag.tasks
            },
        }
        for dag_id, dag in bag.dags.items()
    },
}))
`;

interface Loaded {
  readonly errors: Readonly<Record<string, string>>;
  readonly dags: Readonly<
    Record<
      string,
      {
        readonly schedule: string;
        readonly catchup: boolean;
        readonly tasks: Readonly<
          Record<string, { readonly upstream: string[]; readonly command: string }>
        >;
      }
    >
  >;
}

const hostile = `it's "100%" {{ 1/0 }} {% raw %} {# x $(touch pwned) \\n \u2028 日.sh`;

test.skipIf(!hasAirflow)(
  "Airflow loads the DAGs, and what it calls is what was meant",
  { timeout: 180_000 },
  async () => {
    const root = await realpath(await mkdtemp(join(tmpdir(), "sluice-airflow-")));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    const dir = join(root, hostile.replaceAll("/", "_"));
    const bin = join(root, "bin");
    for (const folder of [dir, bin, join(root, "dags")]) await mkdir(folder);
    await writeFile(join(bin, "npx"), '#!/bin/sh\nprintf \'%s\\0\' "$PWD" "$@"\n');
    await chmod(join(bin, "npx"), 0o755);

    const schedules = [
      scheduleExport(),
      scheduleExport({
        project: hostile,
        dir,
        vars: { region: hostile },
        tasks: [
          { model: "raw.orders", after: [] },
          { model: `marts.${hostile}`, after: ["raw.orders"] },
        ],
      }),
    ];
    for (const [i, schedule] of schedules.entries()) {
      const [file] = renderAirflow(schedule);
      await writeFile(join(root, "dags", `dag${String(i)}.py`), file?.content ?? "");
    }
    const env = {
      PATH: process.env["PATH"],
      HOME: root,
      AIRFLOW_HOME: root,
      AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    };
    const ran = spawnSync(python, ["-c", load, join(root, "dags")], { env, encoding: "utf8" });
    const answer = /^loaded:(.*)$/m.exec(ran.stdout)?.[1];
    if (answer === undefined) throw new Error(`Airflow said: ${ran.stdout}${ran.stderr}`);
    const { errors, dags } = JSON.parse(answer) as Loaded;

    expect(errors).toEqual({});
    expect(Object.keys(dags)).toHaveLength(2);
    expect(dags["sluice_shop_prod"]).toMatchObject({ schedule: "0 * * * *", catchup: false });
    const others = Object.entries(dags).find(([id]) => id !== "sluice_shop_prod")?.[1];
    const [first, second] = Object.values(others?.tasks ?? {});
    expect(second?.upstream).toEqual(["raw.orders"]);
    const called = spawnSync("bash", ["-c", second?.command ?? ""], {
      cwd: root,
      env: { PATH: `${bin}:/usr/bin:/bin` },
      encoding: "utf8",
    });
    expect(called.stdout.split("\0").slice(0, -1)).toEqual([
      dir,
      "--no-install",
      "sluice",
      "run",
      "prod",
      "--var",
      `region=${hostile}`,
      "--select",
      `marts.${hostile}`,
    ]);
    expect(first?.command).toMatch(/ --select 'raw\.orders'$/);
  },
);
