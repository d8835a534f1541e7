import type { Bench } from "../bench.js";
import { measurement, seconds } from "../measure/compare.js";
import { interleave } from "../measure/interleave.js";
import { nodeStartUp, sluice } from "../measure/sluice.js";

/** The least a command costs. */
export const startUp: Bench = {
  name: "start-up",
  description: "`sluice --version` and `--help` against a Node process that does nothing.",
  async run({ runs }) {
    const samples = await interleave(2 * runs, {
      version: () => sluice(["--version"]),
      help: () => sluice(["--help"]),
      node: nodeStartUp,
    });
    const against = { what: "node alone", samples: seconds(samples.node) };
    const bar = { of: "ours", max: 0.15 } as const;
    return [
      measurement("s", { what: "sluice --version", ours: seconds(samples.version), against, bar }),
      measurement("s", { what: "sluice --help", ours: seconds(samples.help), against, bar }),
    ];
  },
};
