import { createHash } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { PublishedCopy } from "../../warehouse/warehouse-adapter.js";
import { diagnostic, isSluiceError, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { RunEvent, RunSummary } from "../../state/events/event.js";
import { cacheDirOf } from "../../project/load/load-project.js";
import { PRODUCTION } from "../../model/names.js";
import type { Project } from "../../model/project/project.js";
import { versionOf } from "../../state/published-version.js";
import type { StateSnapshot } from "../../state/state-store.js";
import type { Session } from "../../session/session.js";

/** The published views, and the versions they show. */
type CopiedState = Pick<StateSnapshot, "published" | "relations">;

/** What a copy needs to know of the run it follows. */
export interface CopiedRun {
  /** State before the run. */
  readonly before: CopiedState;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The events of a run; after a successful one, what readers of the environment see is copied to the file that the target
 * names. The run stays published when its copy fails: the error comes as an event, and the run ends as not ok.
 */
export async function* publishingCopy(
  session: Session,
  run: CopiedRun,
  events: AsyncIterable<RunEvent>,
): AsyncGenerator<RunEvent> {
  const file = copyPath(session.project);
  for await (const event of events) {
    if (event.type !== "run_finished" || file === undefined || !event.summary.ok) {
      yield event;
      continue;
    }
    const { copied, failed } = await copyIfStale(session, run, { file, summary: event.summary });
    if (copied) yield { type: "copied", at: now(), file, ...copied };
    if (failed) yield { type: "warning", at: now(), diagnostic: failed };
    yield failed ? { ...event, summary: { ...event.summary, ok: false } } : event;
  }
}

/**
 * Absolute path of the copy of the project's environment. Environments other than `prod` have one only where its path
 * names them, so that none overwrites another's.
 */
export function copyPath({ dir, environment, target }: Project): string | undefined {
  const pattern = target.engine.publish?.copy;
  if (pattern === undefined) return undefined;
  if (environment !== PRODUCTION && !pattern.includes("{env}")) return undefined;
  return path.resolve(dir, pattern.replaceAll("{env}", environment));
}

interface CopyOutcome {
  readonly copied?: PublishedCopy;
  readonly failed?: Diagnostic;
}

async function copyIfStale(
  session: Session,
  { before, signal }: CopiedRun,
  { file, summary }: { readonly file: string; readonly summary: RunSummary },
): Promise<CopyOutcome> {
  try {
    const warehouse = await session.warehouse();
    const isIdle = summary.built === 0 && !summary.published;
    const state = isIdle ? before : await session.state.read(session.project.environment);
    const content = contentOf(state);
    const notes = new CopyNotes(session.project, file);
    if (isIdle && (await notes.content()) === content) return {};
    const relations = [...state.published.values()].map((p) => ({
      schema: p.schema,
      name: p.view,
    }));
    const copied = await warehouse.publishCopy?.(file, relations, {
      signal: signal ?? session.options.signal,
    });
    if (copied === undefined) return {};
    await notes.write(content);
    return { copied };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const failed = diagnostic({
      code: "RUN.COPY_FAILED",
      message: `The run is published, but its copy ${file} could not be written.`,
      why: `${error.message} (${error.code})`,
      hints: ["Mend that and run again; until then readers of the copy see the one before."],
    });
    return { failed };
  }
}

/** A hash over what readers see: which relation under which name, and how often a kept one has changed. */
function contentOf(state: CopiedState): string {
  const listed = [...state.published.values()].map((p) =>
    JSON.stringify([p.schema, p.view, p.physical, versionOf(state, p)?.revision ?? 0]),
  );
  return createHash("sha256").update(listed.sort().join("\n")).digest("hex");
}

const noteSchema = z.object({ content: z.string(), size: z.number(), modified: z.number() });

/** Remembers what the copy holds. A note that is lost, or of a file that is no longer there, costs one more copy. */
class CopyNotes {
  readonly #copy: string;
  readonly #note: string;

  constructor({ dir }: Project, copy: string) {
    const name = createHash("sha256").update(copy).digest("hex").slice(0, 16);
    this.#copy = copy;
    this.#note = path.join(cacheDirOf(dir), `published-copy-${name}.json`);
  }

  /** What the file that lies there holds, as far as is known. */
  async content(): Promise<string | undefined> {
    const [note, found] = [await this.#read(), await this.#file()];
    const isOurs = note?.size === found?.size && note?.modified === found?.modified;
    return isOurs ? note?.content : undefined;
  }

  async write(content: string): Promise<void> {
    const note = JSON.stringify({ content, ...(await this.#file()) });
    await mkdir(path.dirname(this.#note), { recursive: true })
      .then(() => writeFile(this.#note, note))
      .catch(() => undefined);
  }

  async #file() {
    const found = await stat(this.#copy).catch(() => undefined);
    return found && { size: found.size, modified: found.mtimeMs };
  }

  async #read() {
    try {
      return noteSchema.safeParse(JSON.parse(await readFile(this.#note, "utf8"))).data;
    } catch {
      return undefined;
    }
  }
}

function now(): string {
  return new Date().toISOString();
}
