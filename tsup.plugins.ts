import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** Every package but core takes zod from core: a command reads it once. */
export const zodOfCore: Plugin = {
  name: "zod-of-core",
  setup: (build) => {
    build.onResolve({ filter: /^zod$/ }, () => ({ path: "@sluice/core/zod", external: true }));
  },
};

/** Leaves out zod's messages in other languages, half of its text. */
export const englishZod: Plugin = {
  name: "english-zod",
  setup: (build) => {
    build.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

const failpointCall = /^[ \t]*failpoint\("[^"]*"\);$/gm;
const failpointImport = /^import \{ failpoint \} from "[^"]*";$/gm;

/** Leaves out the steps at which tests of kills end the process: they bundle the sources themselves. */
export const withoutFailpoints: Plugin = {
  name: "without-failpoints",
  setup: (build) => {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => {
      const source = readFileSync(file, "utf8");
      if (!source.includes("failpoint")) return undefined;
      const contents = source.replace(failpointCall, "").replace(failpointImport, "");
      if (!contents.includes("failpoint")) return { contents, loader: "ts" };
      const text = 'Only `failpoint("name");` on a line of its own can be left out of a build.';
      return { errors: [{ text, location: { file } }] };
    });
  },
};

/** Writes the licenses of bundled packages beside the build. */
export const thirdPartyLicenses: Plugin = {
  name: "third-party-licenses",
  setup: (build) => {
    build.initialOptions.metafile = true;
    const { outdir = "dist" } = build.initialOptions;
    build.onEnd(({ metafile }) => {
      const inputs = Object.keys(metafile?.inputs ?? {});
      const folders = new Set(inputs.flatMap((file) => packageFolder(file) ?? []));
      if (folders.size === 0) return;
      const notices = [...folders].sort().map(notice);
      mkdirSync(outdir, { recursive: true });
      writeFileSync(path.join(outdir, "THIRD-PARTY-LICENSES.txt"), notices.join("\n"));
    });
  },
};

/** Folder of the installed package that a file belongs to. */
function packageFolder(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function notice(folder: string): string {
  const manifest = readFileSync(path.join(folder, "package.json"), "utf8");
  const { name, version } = JSON.parse(manifest) as Readonly<Record<"name" | "version", string>>;
  const license = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (license === undefined) throw new Error(`${name} comes without a license text.`);
  const text = readFileSync(path.join(folder, license), "utf8").trim();
  return `${name} ${version}\n\n${text}\n`;
}
