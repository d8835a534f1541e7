import { sha256 } from "../base/cache/content-cache.js";

/**
 * The record of checks that passed: the metadata fingerprint they are part of, and the content of what they read, where
 * they read anything beside their own model.
 */
export function passedChecks(metadata: string, dataVersions: readonly string[]): string {
  return dataVersions.length === 0 ? metadata : `${metadata} ${sha256(...dataVersions)}`;
}

/** The metadata fingerprint in such a record. */
export function recordedMetadata(record: string | undefined): string | undefined {
  return record?.split(" ")[0];
}
