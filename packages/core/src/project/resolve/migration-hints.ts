interface MigrationHint {
  readonly pattern: RegExp;
  readonly hint: (match: RegExpExecArray) => string;
}

const TABLES_BY_NAME = "Queries have no templates: write the table's plain name";

/** What people write by habit from other tools, and what Sluice has in its place. The first that fits is told. */
const migrationHints: readonly MigrationHint[] = [
  {
    pattern: /\{\{-?\s*(?:ref|source)\s*\(([^)]*)\)/,
    hint: ([, names = ""]) => {
      const parts = [...names.matchAll(/["']([^"']+)["']/g)].map(([, part]) => part ?? "");
      const name = parts.join(".");
      return name === "" ? `${TABLES_BY_NAME}.` : `${TABLES_BY_NAME}, \`${name}\`.`;
    },
  },
  {
    pattern: /\{\{-?\s*var\s*\(\s*["'](\w+)["']/,
    hint: ([, name = "name"]) => `Queries have no templates: write the variable as \`$${name}\`.`,
  },
  {
    pattern: /\{\{-?\s*config\b/,
    hint: () =>
      "Settings stand in a comment at the top, as YAML: `/* model`, `kind: table`, `*/`; there are no templates.",
  },
  {
    pattern: /\{#/,
    hint: () => "Queries have no templates: write a comment as `-- text` or `/* text */`.",
  },
  {
    pattern: /\{%|\{\{/,
    hint: () =>
      "Queries have no templates: use plain SQL with `$name` for variables, or a TypeScript model for loops.",
  },
  {
    pattern: /^\s*(?:kind|name|description|columns|checks|tags|owner|materialized)\s*:/i,
    hint: () =>
      "Settings stand in a comment at the top: `/* model`, the keys on lines of their own, `*/`.",
  },
  {
    pattern: /^\s*model\s*\(/i,
    hint: () =>
      "Settings stand in a comment at the top, as YAML: `/* model`, `kind: table`, `*/`; the name follows from the path.",
  },
  {
    pattern: /(?<![\w@.])@(\w+)/,
    hint: ([, name = "name"]) =>
      `Queries have no macros: write a variable of the project as \`$${name}\`.`,
  },
  {
    pattern: /^\s*config\s*\{|\$\{/,
    hint: () =>
      "Queries have no templates: settings stand in a `/* model ... */` comment, tables are plain names, variables `$name`.",
  },
  {
    pattern:
      /^\s*(?:create\b[^;]*?\b(?:table|view)|insert\s+into|merge\s+into|drop\s+(?:table|view))\b/i,
    hint: () =>
      "Write the select alone: Sluice creates the relation, as `kind: table` or `kind: view` in the header says.",
  },
];

/** A next step for a text that does not parse as one query, where it looks like another tool's. */
export function migrationHintOf(text: string): string | undefined {
  const code = text.replace(/--[^\n]*|\/\*[^]*?\*\//g, " ");
  for (const { pattern, hint } of migrationHints) {
    const match = pattern.exec(code);
    if (match) return hint(match);
  }
  return undefined;
}
