#!/usr/bin/env node
import nodeModule from "node:module";

// From Node 22.8 on, compiled code is kept between commands; NODE_DISABLE_COMPILE_CACHE=1 turns it off.
const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown };
enableCompileCache?.();

try {
  // Imported afterwards, so that it is compiled with the cache.
  await import("./start.js");
} catch (error) {
  if (!isOutOfFiles(error)) throw error;
  // Nothing else can be loaded by now, so the words of the table of errors stand here too.
  process.stderr.write(
    "error SYSTEM.TOO_MANY_FILES\n  Sluice cannot read its own files: this process has too many files open.\n  next: Raise the limit, such as by `ulimit -n 4096`, and run again.\n",
  );
  process.exit(2);
}

function isOutOfFiles(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^E[MN]FILE$/.test(String(error.code));
}
