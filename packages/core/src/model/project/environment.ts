import { SluiceError } from "../../base/errors/sluice-error.js";
import { PRODUCTION } from "../names.js";

const pattern = /^[a-z][a-z0-9_]{0,39}$/;

/** The name of an environment as given, `prod` by default. Raises `CLI.USAGE` for one that cannot be part of a schema's name. */
export function environmentName(given: string | undefined): string {
  const name = given ?? PRODUCTION;
  if (pattern.test(name) && !name.includes("__")) return name;
  throw new SluiceError({
    code: "CLI.USAGE",
    message: `\`${name}\` cannot be the name of an environment.`,
    why: "It becomes part of the names of the schemas that its readers query.",
    hints: ["Use lower-case letters, digits and single underscores, such as dev or pr_123."],
  });
}
