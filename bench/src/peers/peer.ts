import type { GeneratedModel } from "../generate/layers.js";
import type { ProcessResult } from "../measure/run-process.js";

/** What every tool is asked to do with the same project, in this order. */
export const steps = ["load", "first build", "nothing changed", "one model changed"] as const;
export type Step = (typeof steps)[number];

/** A tool to be compared, with projects of the same models. */
export interface Peer {
  /** With its version. */
  readonly name: string;
  /** Makes the tool runnable; slow the first time. */
  readonly install: (log: (text: string) => void) => Promise<void>;
  /** Writes the project into `dir`, which is emptied first. */
  readonly write: (dir: string, models: readonly GeneratedModel[]) => void;
  /** Replaces the query of one model, keeping its columns. */
  readonly change: (dir: string, model: GeneratedModel) => void;
  /** Does one step as a user would, as one process. */
  readonly run: (dir: string, step: Step) => Promise<ProcessResult>;
  /** The warehouse file in `dir`, where the models are visible under their names. */
  readonly database: string;
}

/** The changed text of a model: other SQL, the same columns, one row fewer. */
export function changedSql(model: GeneratedModel, nameOf: (parent: GeneratedModel) => string) {
  return `select * from (\n${model.sql(nameOf)}\n) as changed where id > 0\n`;
}
