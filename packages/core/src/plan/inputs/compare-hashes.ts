import {
  intersect,
  intervalSet,
  subtract,
  type Interval,
  type IntervalSet,
} from "../../time/intervals/interval-set.js";
import type { InputHash } from "../../state/input-hash.js";
import { cutIntoUnits, touches, type HashCut } from "./pieces.js";

/** Ranges of computed time whose rows are hashed for a comparison. */
export interface ComparedRanges {
  /** Hashes recorded when the ranges were computed. */
  readonly known: readonly InputHash[];
  /** Computed time without a hash, such as that of an older layout of the state. */
  readonly unknown: readonly Interval[];
}

/** The ranges of computed time that are compared, of an input as it is meant now. */
export function rangesToCompare(
  recorded: readonly InputHash[],
  { done, cut }: { readonly done: IntervalSet; readonly cut: HashCut },
): ComparedRanges {
  const known = recorded.filter((hash) => touches(hash, done));
  return { known, unknown: cutIntoUnits(subtract(done, intervalSet(known)), cut) };
}

/** Computed time whose rows differ from those that it was computed from. */
export function changedTime(
  known: readonly InputHash[],
  now: readonly InputHash[],
  done: IntervalSet,
): IntervalSet {
  const changed = known.filter(({ rows, hash }, i) => {
    const found = now[i];
    return hash === undefined || found?.hash !== hash || found.rows !== rows;
  });
  return intersect(intervalSet(changed), done);
}

/** Parts of hashed ranges that stay when a part of each is computed again, and the other parts. */
export function splitRanges(
  hashes: readonly InputHash[],
  computed: IntervalSet,
): readonly {
  readonly hash: InputHash;
  readonly stays: IntervalSet;
  readonly goes: IntervalSet;
}[] {
  return hashes.flatMap((hash) => {
    const range = [{ start: hash.start, end: hash.end }];
    const [stays, goes] = [subtract(range, computed), intersect(range, computed)];
    return stays.length > 0 && goes.length > 0 ? [{ hash, stays, goes }] : [];
  });
}
