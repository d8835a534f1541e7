import { Option } from "commander";
import { exportFormats } from "../../export/formats.js";
import { parseDuration } from "../../program/option-values.js";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "export",
  group: "Operate",
  summary: "write the project's schedule for cron, systemd, GitHub Actions or Airflow",
  details: `What is written calls \`sluice run\` as often as the finest cron of the models needs; a comment in it says why.
--target and --var are written into the call; a variable whose name looks secret is refused: set it where the call runs.

  cron     a line for crontab -e
  systemd  a service and a timer; --output names their folder
  github   a workflow for .github/workflows
  airflow  a DAG; one task for the run, or with --per-model one for each model`,
  arguments: [{ syntax: "<format>", description: "what to write", choices: exportFormats }],
  options: () => [
    new Option(
      "--every <duration>",
      "how often to call instead: 5m, 1h, 24h; equal parts of an hour or a day",
    ).argParser(parseDuration),
    new Option("--per-model", "airflow: one task for each model, after those it reads"),
    new Option("-o, --output <path>", "file to write, or folder for systemd; - for stdout"),
  ],
  examples: [
    "sluice export cron",
    "sluice export systemd --env prod --output ops/",
    "sluice export airflow --per-model --output dags/shop.py",
  ],
  load: loadCommand("export"),
};
