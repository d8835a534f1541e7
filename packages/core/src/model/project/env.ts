import { SluiceError } from "../../base/errors/sluice-error.js";

/** An environment variable for use in a configuration. Raises `CONFIG.INVALID` when unset and without fallback. */
export function env(name: string, fallback?: string): string {
  const value = process.env[name] ?? fallback;
  if (value !== undefined) return value;
  throw new SluiceError({
    code: "CONFIG.INVALID",
    message: `The environment variable ${name} is not set.`,
    hints: [`Set ${name}, or give env("${name}", fallback) a fallback.`],
  });
}
