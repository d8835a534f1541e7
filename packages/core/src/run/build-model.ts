import type { RelationRef } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { kindOf } from "../kinds/all-kinds.js";
import { SluiceError } from "../base/errors/sluice-error.js";
import type { SplicedText } from "@sluice/sql/text";
import { renderModel } from "../project/render/render-model.js";
import type { ModelNode } from "../project/resolve/graph.js";
import { generatedRows } from "./generated-rows.js";
import type { Execution } from "./execution.js";
import type { SeedFiles } from "./seed-files.js";

/** What building a candidate gives. */
export interface BuiltCandidate {
  /** Rows of the relation; undefined for views, which are not counted. */
  readonly rows?: number | undefined;
}

/** The SQL of a model as it will run, for building and for the places of errors. Undefined for seeds and `rows`. */
export function candidateSql(node: ModelNode, execution: Execution): SplicedText | undefined {
  return node.model.sql && physicalQuery(node, execution);
}

/** The query of a model on physical relations, with SQL of their own for the bounds that a kept table is computed in. */
export function physicalQuery(
  node: ModelNode,
  execution: Execution,
  parameterSql?: Readonly<Record<string, string>>,
): SplicedText {
  return renderModel(node, execution.graph, {
    dialect: execution.dialect,
    relation: execution.physicalSql,
    parameters: execution.parameters,
    parameterSql,
  });
}

/** Creates the physical relation of a model inside a transaction. */
export async function buildCandidate(
  node: ModelNode,
  target: RelationRef,
  using: {
    readonly tx: SqlRunner;
    readonly execution: Execution;
    readonly sql: SplicedText | undefined;
    /** The files of a seed. */
    readonly files: SeedFiles | undefined;
  },
): Promise<BuiltCandidate> {
  const { tx, execution, sql, files } = using;
  const { dialect, signal } = execution;
  const { kind } = node.model;
  const { input, relation, write } = kindOf(kind);
  if (write.by !== "whole" || relation === "none")
    throw new SluiceError({
      code: "INTERNAL.BUG",
      message: `${node.model.name} is not built as a whole: it is ${kind.type}.`,
    });
  switch (input) {
    case "query":
      if (relation === "view") {
        await tx.execute(dialect.createView(target, sql?.text ?? ""), { signal });
        return {};
      }
      return tx.execute(dialect.createTableAs(target, sql?.text ?? ""), { signal });
    case "file": {
      if (!files)
        throw new SluiceError({
          code: "INTERNAL.BUG",
          message: `${node.model.name} has no files.`,
        });
      const select = `select * from ${dialect.readFiles(files.read)}`;
      const built = await tx.execute(dialect.createTableAs(target, select), { signal });
      files.refuseChanged();
      return built;
    }
    case "generator": {
      const columns = execution.columns.get(node.model.name) ?? [];
      await tx.execute(
        dialect.createTable(
          target,
          columns.map((c) => ({ ...c, nullable: true })),
        ),
        { signal },
      );
      return tx.load(target, generatedRows(node.model, columns, execution), { signal });
    }
  }
}
