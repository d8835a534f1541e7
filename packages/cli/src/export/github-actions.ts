import type { CallTimes } from "@sluice/core";
import { runCommand } from "./call.js";
import { hashed, headLines } from "./head.js";
import { doubleQuoted, plainName } from "./quote.js";
import type { ExportFile, ScheduleExport } from "./schedule-export.js";
import { cronOf, fiveMinutes } from "./times.js";

/** A workflow for `.github/workflows`. */
export function renderGithubActions(schedule: ScheduleExport): readonly ExportFile[] {
  const { project, environment, repositoryPath } = schedule;
  const { times, slower } = notTooOften(schedule.times);
  const name = `sluice-${plainName(project)}-${environment}`;
  const lines = [
    ...headLines(schedule, { cron: cronOf(times) }),
    ...(slower ? ["GitHub starts nothing more often than every five minutes."] : []),
    "Put it into .github/workflows. The runner's disk is empty every time: the target has to be a warehouse elsewhere,",
    "or the runner your own. Give passwords as secrets, in `env` of the last step.",
  ];
  const workflow = `name: ${doubleQuoted(`Sluice: ${withoutExpressions(project)}, ${environment}`)}
on:
  schedule:
    - cron: "${cronOf(times)}"
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: "${name}"
  cancel-in-progress: false
jobs:
  run:
    runs-on: ubuntu-latest
    defaults:
      run:
        working-directory: ${doubleQuoted(literally(repositoryPath === "" ? "." : repositoryPath))}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci
      - run: ${doubleQuoted(literally(runCommand(schedule)))}
`;
  return [{ name: `${name}.yml`, content: `${hashed(lines)}${workflow}` }];
}

function notTooOften(times: CallTimes): { readonly times: CallTimes; readonly slower: boolean } {
  const { minutes } = times;
  const [first = 0] = minutes;
  const slower = minutes.some((minute, i) => (minutes[i + 1] ?? first + 60) - minute < 5);
  return { times: slower ? { ...times, minutes: fiveMinutes } : times, slower };
}

/** A text in which GitHub fills in nothing: an expression that stands for the beginning of one. */
function literally(text: string): string {
  return text.replaceAll("${{", "${{ '${{' }}");
}

/** The same where no expression is allowed. */
function withoutExpressions(text: string): string {
  return text.replaceAll("${{", "$ {{");
}
