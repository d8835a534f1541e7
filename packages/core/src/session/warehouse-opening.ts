import type { OpenOptions, WarehouseAdapter } from "../warehouse/warehouse-adapter.js";
import { requireTransactions } from "../warehouse/absent-capability.js";
import { isSluiceError } from "../base/errors/sluice-error.js";
import { cacheDirOf } from "../project/load/load-project.js";
import type { Project } from "../model/project/project.js";
import { Lazy } from "./lazy.js";
import type { WorkspaceOptions } from "./options.js";

/** Where a warehouse is and what will be in it. */
export interface OpeningOf {
  readonly target: Project["target"];
  readonly dir: string;
  readonly options: WorkspaceOptions;
  /** Schemas of the project; a promise while its models are being read. */
  readonly schemas: NonNullable<OpenOptions["schemas"]>;
}

/** Opens a workspace's warehouse once, at its first use or ahead of it. */
export class WarehouseOpening {
  readonly #cancelling = new AbortController();
  readonly #warehouse: Lazy<WarehouseAdapter>;

  constructor({ target, dir, options, schemas }: OpeningOf) {
    const { signal } = this.#cancelling;
    const open = async (readOnly: boolean) => {
      if (!readOnly) requireTransactions(target.engine);
      return target.engine.open({
        projectDir: dir,
        cacheDir: cacheDirOf(dir),
        command: options.command,
        schemas,
        lockTimeoutMs: options.lockTimeoutMs,
        onLockWait: options.onLockWait,
        signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal,
        readOnly,
        emptyIfMissing: readOnly,
      });
    };
    this.#warehouse = new Lazy(async () => {
      if (options.readOnly !== true) return open(false);
      // Opening for writing may mend a warehouse that the engine cannot open for reading alone.
      return open(true).catch((error: unknown) => {
        if (isSluiceError(error) && error.code === "ADAPTER.CONNECT" && !signal.aborted)
          return open(false);
        throw error;
      });
    });
  }

  readonly get = (): Promise<WarehouseAdapter> => this.#warehouse.get();

  /** Starts to open it; an error is met by the first use. */
  start(): void {
    this.get().catch(() => undefined);
  }

  /** Closes it, so that the next use opens it again. */
  async release(): Promise<void> {
    await (await this.#warehouse.drop())?.close();
  }

  /** Closes it for good. Where it is still being opened, that is given up. */
  async close(compact: boolean): Promise<void> {
    this.#cancelling.abort();
    const warehouse = await this.#warehouse.made().catch(() => undefined);
    await warehouse?.close({ compact });
  }
}
