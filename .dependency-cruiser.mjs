/** Import direction: cli -> dq -> core -> sql, adapter-* -> core, adapter-testkit -> core, app-testkit -> dq, apps -> any. */

/** Rooms of a package, each importing only itself and those before it. */
const rooms = {
  sql: ["text", "tree", "lineage", "change"],
  core: [
    "base", "time", "warehouse", "model", "kinds", "project", "state", "plan", "run", "session", "maintenance", "testing",
    "workspace",
  ],
}; // prettier-ignore
const test = "\\.(test|test-d)\\.ts$|^(packages/[^/]+|apps/[^/]+|bench)/test/";
/** Development dependencies that the build makes part of `dist`; see tsup.config.ts. */
const bundled = [
  "zod",
  "yaml",
  "croner",
  "commander",
  "picocolors",
  "diff",
  "get-east-asian-width",
  "@duckdb/node-api",
];
const any = (/** @type {readonly string[]} */ names) => `(${names.join("|")})`;

/** @typedef {import("dependency-cruiser").IForbiddenRuleType} Rule */

/**
 * A room imports no room that comes after it, types included.
 * @type {Rule[]}
 */
const roomOrder = Object.entries(rooms).flatMap(([name, all]) =>
  all.slice(0, -1).map((room, index) => ({
    name: `${name}-${room}-is-before`,
    comment: `packages/${name}/src/${room} comes before ${all.slice(index + 1).join(", ")}; move what both need to the earlier room.`,
    severity: "error",
    from: { path: `^packages/${name}/src/${room}/`, pathNot: test },
    to: { path: `^packages/${name}/src/${any(all.slice(index + 1))}/` },
  })),
);

/**
 * Every file of a package with rooms stands in one of them, or is an entry point.
 * @type {Rule[]}
 */
const inRooms = Object.entries(rooms).map(([name, all]) => ({
  name: `${name}-has-rooms`,
  comment: `packages/${name}/src has the rooms ${all.join(", ")}.`,
  severity: "error",
  from: {},
  to: {
    path: `^packages/${name}/src/`,
    pathNot: [`^packages/${name}/src/${any(all)}/`, "^packages/core/src/(index|zod)\\.ts$"],
  },
}));

const kindFolder = "^packages/core/src/kinds/[^/]+/";
/** Folders of `kinds` with what several kinds share. */
const ofSeveralKinds = "^packages/core/src/kinds/(keyed|intervals)/";
const ofOneKind =
  "Only all-kinds.ts imports the folder of a kind: others ask a member of the kind, and what several need is in kinds/keyed or kinds/intervals.";

/**
 * The folder of a kind is imported by the list of kinds alone.
 * @type {Rule[]}
 */
const separateKinds = [
  {
    name: "core-asks-kinds",
    comment: ofOneKind,
    severity: "error",
    from: { path: "^packages/core/src/", pathNot: ["^packages/core/src/kinds/", test] },
    to: { path: kindFolder, pathNot: ofSeveralKinds },
  },
  {
    name: "core-kinds-are-separate",
    comment: ofOneKind,
    severity: "error",
    from: { path: "^packages/core/src/kinds/([^/]+)/", pathNot: test },
    to: { path: kindFolder, pathNot: [ofSeveralKinds, "^packages/core/src/kinds/$1/"] },
  },
];

/**
 * @param {string} from
 * @param {readonly string[]} allowed
 * @returns {Rule}
 */
const mayImport = (from, allowed) => ({
  name: `${from}-imports`,
  comment: `packages/${from} may import only: ${allowed.join(", ") || "no other package"}.`,
  severity: "error",
  from: { path: `^packages/${from}/src/`, pathNot: test },
  to: { path: `^packages/(?!${any([from, ...allowed])}/)` },
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or need a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-import-of-an-app",
      comment: "Nothing imports an app.",
      severity: "error",
      from: { pathNot: "^apps/" },
      to: { path: "^apps/" },
    },
    {
      name: "no-app-to-app",
      comment: "Nothing imports an app, another app neither.",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "no-package-imports-bench",
      severity: "error",
      from: { pathNot: "^bench/" },
      to: { path: "^bench/" },
    },
    {
      name: "no-deep-imports",
      comment: "Import another package through its entry points.",
      severity: "error",
      from: { path: "^(packages/[^/]+|apps/[^/]+|bench)/" },
      to: {
        path: "^packages/",
        pathNot: [
          "^$1/",
          "^packages/[^/]+/src/index\\.ts$",
          "^packages/app-testkit/src/generate/index\\.ts$",
          "^packages/core/src/(warehouse|testing)/index\\.ts$",
          "^packages/core/src/base/timeout/duration\\.ts$",
          `^packages/sql/src/${any(rooms.sql)}/index\\.ts$`,
        ],
      },
    },
    {
      name: "no-test-code-in-source",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: test },
      to: { path: "\\.(test|test-d)\\.ts$" },
    },
    {
      name: "no-dev-dependency-in-source",
      comment: "What a package needs at run time belongs to its dependencies, or is bundled.",
      severity: "error",
      from: { path: "^packages/(?!adapter-testkit/)[^/]+/src/", pathNot: test },
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only", "npm", "npm-peer"],
        pathNot: ["node_modules/@types/", `node_modules/${any(bundled)}/`],
      },
    },
    mayImport("sql", []),
    mayImport("core", ["sql"]),
    mayImport("dq", ["core"]),
    {
      name: "adapter-imports",
      comment: "An adapter imports core, no other adapter and no other package.",
      severity: "error",
      from: { path: "^packages/(adapter-(?!testkit)[^/]+)/src/", pathNot: test },
      to: { path: "^packages/", pathNot: ["^packages/$1/", "^packages/core/"] },
    },
    mayImport("adapter-testkit", ["core"]),
    mayImport("app-testkit", ["core", "dq"]),
    ...roomOrder,
    ...separateKinds,
    ...inRooms,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|coverage|\\.sluice|__fixtures__)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@sluice/source", "import", "types", "node", "default"],
      mainFields: ["module", "main", "types"],
    },
  },
};
