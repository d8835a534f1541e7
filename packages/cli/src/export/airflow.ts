import { shellText } from "../render/shell-text.js";
import { inProject, runCommand } from "./call.js";
import { hashed, headLines } from "./head.js";
import { doubleQuoted, plainName } from "./quote.js";
import type { ExportFile, ExportTask, ScheduleExport } from "./schedule-export.js";
import { cronOf } from "./times.js";

/** A DAG for Airflow 2.4 and later: one task for the run, or one for each model. */
export function renderAirflow(schedule: ScheduleExport): readonly ExportFile[] {
  const { project, environment, times } = schedule;
  const name = `sluice_${plainName(project)}_${environment}`;
  const tasks = airflowTasks(schedule);
  const content = `${hashed(headLines(schedule, { cron: cronOf(times) }))}
from datetime import datetime, timezone

from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # before Airflow 3
    from airflow.operators.bash import BashOperator

# What each task calls.
COMMANDS = {
${tasks.map(({ id, command }) => `    "${id}": ${doubleQuoted(command)},\n`).join("")}}

# The tasks that each task waits for.
UPSTREAM = {
${tasks.flatMap(({ id, after }) => (after.length === 0 ? [] : [`    "${id}": [${after.map((task) => `"${task}"`).join(", ")}],\n`])).join("")}}

with DAG(
    dag_id="${name}",
    description=${doubleQuoted(`sluice run ${environment} of ${project}`)},
    schedule="${cronOf(times)}",
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    # Several at once would only wait for each other where the target has one writer, as DuckDB.
    max_active_tasks=1,
    tags=["sluice"],
) as dag:
    TASKS = {
        task_id: BashOperator(task_id=task_id, bash_command=command)
        for task_id, command in COMMANDS.items()
    }
    for task_id, upstream in UPSTREAM.items():
        TASKS[task_id].set_upstream([TASKS[other] for other in upstream])
`;
  return [{ name: `${name}.py`, content }];
}

interface AirflowTask {
  readonly id: string;
  readonly command: string;
  readonly after: readonly string[];
}

function airflowTasks(schedule: ScheduleExport): readonly AirflowTask[] {
  const { tasks, dir } = schedule;
  const command = (more: readonly string[]) =>
    withoutTemplates(inProject(dir, runCommand(schedule, { more })));
  if (!tasks) return [{ id: "sluice_run", command: command([]), after: [] }];
  const ids = taskIds(tasks);
  return tasks.map(({ model, together = [], after }) => ({
    id: ids.get(model) ?? model,
    command: command([`--select ${[model, ...together].map(shellText).join(" ")}`]),
    after: after.map((other) => ids.get(other) ?? other),
  }));
}

/** Model names as ids of tasks, which take fewer characters; no two the same. */
function taskIds(tasks: readonly ExportTask[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const { model } of tasks) {
    const plain = plainName(model);
    let id = plain;
    for (let n = 2; taken.has(id); n += 1) id = `${plain}_${String(n)}`;
    taken.add(id);
    ids.set(model, id);
  }
  return ids;
}

/** A text in which Jinja fills in nothing: each brace is an expression that stands for it. */
function withoutTemplates(text: string): string {
  return text.replaceAll("{", "{{ '{' }}");
}
