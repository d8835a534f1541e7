import type { ProcessResult } from "../measure/run-process.js";
import type { Peer, Step } from "./peer.js";

/** A project of one tool in which somebody edits a model. */
export interface Looped {
  readonly run: (step: Step) => Promise<ProcessResult>;
  /** Changes a model, another way each time. */
  readonly change: () => void;
}

export type Loop = Readonly<Record<"nothing changed" | "one model changed", ProcessResult>>;

/** A build of what is unchanged, and one after an edit. */
export async function loop({ run, change }: Looped): Promise<Loop> {
  const unchanged = await run("nothing changed");
  change();
  return { "nothing changed": unchanged, "one model changed": await run("one model changed") };
}

/** Makes a tool runnable; false where its packages, which come from PyPI, cannot be had. */
export async function isInstalled(peer: Peer, log: (text: string) => void): Promise<boolean> {
  try {
    await peer.install(log);
    return true;
  } catch (error) {
    log(`${peer.name} cannot be installed, so it is not compared: ${String(error)}`);
    return false;
  }
}
