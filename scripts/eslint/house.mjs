import { basename } from "node:path";
import { builtinRules } from "eslint/use-at-your-own-risk";

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;

/** @type {import("eslint").Rule.RuleModule} */
const kebabCaseFile = {
  meta: {
    type: "suggestion",
    schema: [],
    messages: { name: "Name the file '{{name}}' in kebab-case." },
  },
  create: (context) => ({
    Program(node) {
      const name = basename(context.filename);
      if (!kebabCase.test(name)) context.report({ node, messageId: "name", data: { name } });
    },
  }),
};

/**
 * House rules. `long-file` is ESLint's own `max-lines` under a second name, so that one limit can
 * warn and another can fail.
 * @type {import("eslint").ESLint.Plugin}
 */
export const house = {
  rules: {
    "kebab-case-file": kebabCaseFile,
    "long-file": /** @type {import("eslint").Rule.RuleModule} */ (builtinRules.get("max-lines")),
  },
};
