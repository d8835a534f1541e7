import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../packages/core/src/kinds");

/** Names of the kinds, from their folders: a folder `x` of a kind has a file `x.ts`. */
const names = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, `${name}.ts`)))
  .map((name) => name.replaceAll("-", "_"));

/** Words that other things have for names too: relations, files, policies, fixtures. */
const common = ["view", "table", "seed", "rows", "append"];
const any = (/** @type {readonly string[]} */ words) => `/^(${words.join("|")})$/`;

/** `kind`, `node.kind`, `kind.type`, `model.kind.type`, with `?.` too. */
const ofKind = (/** @type {string} */ side) =>
  [side, `${side}.expression`]
    .flatMap((at) => [
      `[${at}.name="kind"]`,
      `[${at}.property.name="kind"]`,
      `[${at}.property.name="type"][${at}.object.name="kind"]`,
      `[${at}.property.name="type"][${at}.object.property.name="kind"]`,
    ])
    .join(", ");

const message =
  "Files outside of `kinds` know no kind by its name: ask a fact of the kind (in core `kindOf`, elsewhere `isInlined` and others of `@sluice/core`), or add one.";

/** Syntax that knows a kind by its name. */
export const kindNames = [
  {
    selector: `Literal[value=${any(names.filter((name) => !common.includes(name)))}]`,
    message,
  },
  {
    selector: `BinaryExpression[operator=/^[!=]==$/]:matches(${ofKind("left")}, ${ofKind("right")}) > Literal[value=${any(common)}]`,
    message,
  },
  {
    selector: `SwitchStatement:matches(${ofKind("discriminant")}) > SwitchCase > Literal[value=${any(common)}]`,
    message,
  },
];
