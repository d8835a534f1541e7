import { isInlined } from "../../kinds/all-kinds.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { ModelNode } from "../../project/resolve/graph.js";
import { isRelation, lookUp } from "../../project/resolve/name-index.js";
import { suggest } from "../../base/suggest.js";
import { createFixtureTable, readFixture } from "./fixture-table.js";
import { tableRef, type TestContext } from "./test-context.js";
import type { LoadedTest } from "./test-file.js";
import type { TestRelation } from "./test-schema.js";

/** A typed table for each relation that the model reads, with the rows given; empty without any. */
export async function createInputs(
  node: ModelNode,
  using: {
    readonly given: GivenRows;
    readonly loaded: LoadedTest;
    readonly context: TestContext;
  },
): Promise<void> {
  const { given, loaded, context } = using;
  const inputs = inputsOf(node, new Set(given.keys()), context);
  refuseUnused(given, inputs, { model: node.model.name, loaded });
  for (const name of inputs) {
    const columns = context.validated.columns.get(name) ?? [];
    const written = given.get(name);
    const target = tableRef(name, context);
    const rows =
      written &&
      (await readFixture(
        {
          rows: written.rows,
          relation: name,
          columns,
          path: ["given", written.key],
          loaded,
          schema: context.schema,
        },
        context.engine,
      ));
    await createFixtureTable(target, { columns, ...(rows ? { rows } : {}) }, context.engine);
  }
}

/** Rows given, by the name of their relation, with the key that the test gives them. */
export type GivenRows = ReadonlyMap<string, { readonly key: string; readonly rows: TestRelation }>;

/** The rows given, by full names. Raises `DQ.TEST_INVALID` for an unknown name, and for two of one relation. */
export function givenByName({ test, text, where }: LoadedTest, context: TestContext): GivenRows {
  const given = new Map<string, { readonly key: string; readonly rows: TestRelation }>();
  for (const [key, rows] of Object.entries(test.given)) {
    const at = text.placeOfKey(["given", key]);
    const place = at.file === undefined ? where : at;
    const parts = key.split(".");
    const reference = {
      schema: parts.slice(0, -1).join(".") || undefined,
      name: parts.at(-1) ?? "",
    };
    const found = lookUp(context.index, reference, { schema: undefined, where: () => place });
    if (!isRelation(found)) throw SluiceError.of([{ ...found, code: "DQ.TEST_INVALID" }]);
    const other = given.get(found.name);
    if (other) {
      throw new SluiceError({
        code: "DQ.TEST_INVALID",
        message: `\`given\` has rows of ${found.name} twice, as \`${other.key}\` and as \`${key}\`.`,
        where: place,
        hints: ["Put the rows under one of the two names."],
      });
    }
    given.set(found.name, { key, rows });
  }
  return given;
}

/** Relations a test must provide: what the model reads, ephemeral parents that are not given replaced by what they read. */
function inputsOf(
  node: ModelNode,
  given: ReadonlySet<string>,
  { validated }: TestContext,
): readonly string[] {
  const inputs = new Set<string>();
  const visit = (at: ModelNode): void => {
    for (const name of at.parents) {
      const parent = validated.graph.nodes.get(name);
      if (parent !== undefined && isInlined(parent.model.kind) && !given.has(name)) visit(parent);
      else inputs.add(name);
    }
  };
  visit(node);
  return [...inputs];
}

function refuseUnused(
  given: GivenRows,
  inputs: readonly string[],
  { model, loaded }: { readonly model: string; readonly loaded: LoadedTest },
): void {
  const unused = [...given].find(([name]) => !inputs.includes(name));
  if (unused === undefined) return;
  const [name, { key }] = unused;
  const at = loaded.text.placeOfKey(["given", key]);
  throw new SluiceError({
    code: "DQ.TEST_INVALID",
    message: `${model} does not read ${name}.`,
    where: at.file === undefined ? loaded.where : at,
    hints: [
      inputs.length === 0 ? "It reads nothing." : `It reads: ${inputs.join(", ")}.`,
      ...suggest(name, inputs).map((n) => `Did you mean \`${n}\`?`),
    ],
  });
}
