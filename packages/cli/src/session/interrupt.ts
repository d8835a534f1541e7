/** Signals that end a run, with the exit code shells expect of each. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type EndSignal = keyof typeof signals;

/** The part of a process that is used here. */
export interface SignalSource {
  on(signal: EndSignal, listener: () => void): unknown;
  off(signal: EndSignal, listener: () => void): unknown;
}

/** The first signal asks to stop, the second stops at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Exit code of the signal that came, if one came. */
  readonly exitCode: number | undefined;
  /** Sets what the first signal says. */
  onFirst(notice: () => void): void;
  dispose(): void;
}

export function createInterrupt(
  source: SignalSource,
  options: { readonly notice: () => void; readonly exitNow: (code: number) => void },
): Interrupt {
  const controller = new AbortController();
  let { notice } = options;
  let code: number | undefined;
  const listeners = (Object.keys(signals) as EndSignal[]).map((name) => {
    const listener = () => {
      if (code !== undefined) {
        options.exitNow(code);
        return;
      }
      code = signals[name];
      notice();
      controller.abort();
    };
    source.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    get exitCode() {
      return code;
    },
    onFirst(other) {
      notice = other;
    },
    dispose() {
      for (const { name, listener } of listeners) source.off(name, listener);
    },
  };
}
