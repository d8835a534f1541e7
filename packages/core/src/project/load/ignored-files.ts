import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";

/** How many files a warning lists. */
const LISTED = 3;

/** One warning about all YAML files among the models that nothing reads, such as the `schema.yml` of another tool. */
export function ignoredWarnings(files: readonly string[]): readonly Diagnostic[] {
  const [first, ...others] = files;
  if (first === undefined) return [];
  const listed = files.slice(0, LISTED).join(", ");
  const more = files.length > LISTED ? ` and ${files.length - LISTED} more` : "";
  return [
    diagnostic({
      code: "MODEL.FILE_NOT_READ",
      severity: "warning",
      message: `${listed}${more} ${others.length === 0 ? "is" : "are"} not read: YAML files below the models are named \`*.seed.yaml\` or \`*.source.yaml\`.`,
      where: { file: first },
      hints: [
        "Write descriptions, columns and checks in the header of each model, a seed as orders.seed.yaml, a source as orders.source.yaml, a unit test as tests/orders.test.yaml.",
        "Or move the files out of the folder of the models.",
      ],
    }),
  ];
}
