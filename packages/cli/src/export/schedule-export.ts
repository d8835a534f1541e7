import type { CallTimes } from "@sluice/core";

/** What every export of a schedule is written from: plain data, nothing of the machine is read any more. */
export interface ScheduleExport {
  /** The project's name, for names and comments. */
  readonly project: string;
  /** Absolute path of the project's folder. */
  readonly dir: string;
  /** The same from the root of the repository, forward slashes; "" for the root itself. */
  readonly repositoryPath: string;
  /** Folder of the node and npx to use where PATH may have none. */
  readonly nodeDir: string;
  readonly environment: string;
  /** `--target`, where it was given. */
  readonly target?: string | undefined;
  /** `--var`, as given. */
  readonly vars: Readonly<Record<string, string>>;
  /** When to call, in UTC. */
  readonly times: CallTimes;
  /** The pace was given; else `times` are those the crons need. */
  readonly paced: boolean;
  /** Why then: one line each. */
  readonly reasons: readonly string[];
  /** One task a model or group of models; absent for one task in all. */
  readonly tasks?: readonly ExportTask[] | undefined;
}

/** A model as a task of its own, with the models that are published together with it. */
export interface ExportTask {
  readonly model: string;
  readonly together?: readonly string[] | undefined;
  /** Models whose tasks come first. */
  readonly after: readonly string[];
}

export interface ExportFile {
  /** A name that is safe in any folder. */
  readonly name: string;
  readonly content: string;
}
