import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { house } from "./scripts/eslint/house.mjs";
import { kindNames } from "./scripts/eslint/kind-names.mjs";

const source = ["packages/*/src/**/*.ts"];
const tests = ["**/*.test.ts", "**/*.test-d.ts", "**/test/**/*.ts", "**/tests/**/*.ts"];

const noExportAll = {
  selector: "ExportAllDeclaration",
  message: "List the public names one by one.",
};
const noOwnTransaction = {
  selector: 'CallExpression[callee.property.name="transaction"]',
  message: "Data, checks and state come to agree by a protocol of `run/protocols`.",
};
const noBareThrow = [
  {
    selector:
      "ThrowStatement > :matches(NewExpression, CallExpression)[callee.name=/^(Error|TypeError|RangeError|SyntaxError|ReferenceError|EvalError|URIError|AggregateError)$/]",
    message: "Throw a SluiceError with a code from the error table.",
  },
  {
    selector:
      "CallExpression[callee.object.name='Promise'][callee.property.name='reject'] > NewExpression[callee.name=/^(Error|TypeError|RangeError)$/]",
    message: "Reject with a SluiceError with a code from the error table.",
  },
];

const noSharedMock = {
  selector:
    "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock|resetModules)$/]",
  message: "Files share modules: name the file x.isolated.test.ts.",
};

export default defineConfig(
  {
    ignores: [
      "**/dist/**",
      "**/coverage/**",
      "**/.sluice/**",
      "**/.turbo/**",
      "**/.reports/**",
      "bench/.work/**",
      "bench/.peers/**",
      "**/__fixtures__/**",
      "**/__golden__/**",
      ".pack/**",
      ".demo/**",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // `async` without `await` is how a method that may throw keeps its promise to return one.
      "@typescript-eslint/require-await": "off",
      // Inference-heavy signatures use a type parameter once on purpose.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/consistent-type-definitions": "off",
      // `env["NAME"]` says that the name is data.
      "@typescript-eslint/dot-notation": "off",
      // It asks for the `!` that no-non-null-assertion refuses.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      "@typescript-eslint/no-empty-object-type": ["error", { allowObjectTypes: "always" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-syntax": ["error", noExportAll],
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["@sluice/*/src/*", "@sluice/*/src", "@sluice/*/dist/*", "@sluice/*/dist"],
              message: "Import a package through its public entry points.",
            },
          ],
        },
      ],
    },
  },
  {
    files: source,
    plugins: { house },
    rules: {
      "house/kebab-case-file": "error",
      "no-console": "error",
      "no-restricted-syntax": ["error", noExportAll, ...noBareThrow],
    },
  },
  {
    files: source,
    // Groups of the testkit are tests too: bodies that register one case after another.
    ignores: [...tests, "packages/adapter-testkit/src/groups/*.ts"],
    plugins: { house },
    rules: {
      "house/long-file": ["warn", { max: 300 }],
      "max-lines": ["error", { max: 450 }],
      "max-lines-per-function": ["warn", { max: 50, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/max-params": ["warn", { max: 3 }],
    },
  },
  {
    files: ["packages/{core,cli,dq,app-testkit}/src/**/*.ts"],
    // The types of what users write list the names; each folder of `kinds` has its own.
    ignores: [
      ...tests,
      "packages/core/src/kinds/**",
      "packages/core/src/model/kind.ts",
      "packages/core/src/model/define.ts",
      "packages/core/src/model/project/define-project.ts",
    ],
    rules: {
      "no-restricted-syntax": ["error", noExportAll, ...noBareThrow, ...kindNames],
    },
  },
  {
    files: ["packages/core/src/**/*.ts"],
    // The state commits by itself; the scratch engine of validation is no warehouse.
    ignores: [
      ...tests,
      "packages/core/src/kinds/**",
      "packages/core/src/model/**",
      "packages/core/src/run/protocols/**",
      "packages/core/src/state/**",
      "packages/core/src/project/validate/scratch-tables.ts",
    ],
    rules: {
      "no-restricted-syntax": [
        "error",
        noExportAll,
        ...noBareThrow,
        ...kindNames,
        noOwnTransaction,
      ],
    },
  },
  {
    files: ["packages/cli/src/**/*.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: tests,
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-empty-function": "off",
      "no-restricted-syntax": ["error", noExportAll, noSharedMock],
    },
  },
  {
    files: ["**/*.isolated.test.ts"],
    rules: { "no-restricted-syntax": ["error", noExportAll] },
  },
  {
    files: ["**/*.test-d.ts"],
    rules: {
      "@typescript-eslint/no-unused-vars": "off",
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
    },
  },
  {
    files: ["**/*.mjs", "**/*.js", "**/*.cjs"],
    languageOptions: {
      globals: {
        AbortSignal: "readonly",
        URL: "readonly",
        clearInterval: "readonly",
        console: "readonly",
        performance: "readonly",
        process: "readonly",
        setInterval: "readonly",
        setTimeout: "readonly",
      },
    },
  },
);
