import fc from "fast-check";
import { aboveNames, spellings, type Edits, type Written } from "../history-project.js";
import type { World } from "../world.js";
import { build, buildAbove } from "./builds.js";

/** The edited query: that of all tables, or one above by its place. */
export type Place = "own" | number;

/** An edit of a query. */
export interface TextEdit {
  readonly place: Place;
  readonly to: Partial<Written>;
}

/** Edits of queries and of options of kinds, and the models that are built then. */
export type EditStep =
  | (TextEdit & {
      readonly do: "edit";
      readonly then: "build" | "build above" | "nothing";
    })
  | {
      readonly do: "options";
      readonly name: string;
      readonly variant: number;
      readonly then: "build" | "nothing";
    }
  | { readonly do: "take back"; readonly ago: number; readonly then: "build" | "nothing" };

/** Any edit of a query. */
export const anyTextEdit: fc.Arbitrary<TextEdit> = fc.record({
  place: fc.constantFrom<Place[]>("own", ...aboveNames.keys()),
  to: fc.oneof(
    fc.record({ spelling: fc.constantFrom(...spellings) }),
    fc.record({ factor: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ unread: fc.nat(2) }),
  ),
});

const then = fc.constantFrom<("build" | "build above" | "nothing")[]>(
  "build",
  "build",
  "build above",
  "nothing",
);

export const anyEdit = (names: readonly string[]): readonly fc.WeightedArbitrary<EditStep>[] => [
  {
    weight: 4,
    arbitrary: fc
      .record({ edit: anyTextEdit, then })
      .map(({ edit, then }) => ({ do: "edit" as const, ...edit, then })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("options" as const),
      name: fc.constantFrom(...names),
      variant: fc.nat(10),
      then: fc.constantFrom("build", "nothing"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("take back" as const),
      ago: fc.integer({ min: 1, max: 4 }),
      then: fc.constantFrom("build", "nothing"),
    }),
  },
];

export async function takeEdit(step: EditStep, world: World): Promise<boolean> {
  world.edits = after(step, world);
  if (step.then === "nothing") return false;
  return step.then === "build" ? build(world) : buildAbove(world);
}

/** Queries after an edit. */
export function edited({ own, above, options }: Edits, { place, to }: TextEdit): Edits {
  if (place === "own") return { own: { ...own, ...to }, above, options };
  const others = above.map((query, at) => (at === place ? { ...query, ...to } : query));
  return { own, above: others, options };
}

function after(step: EditStep, { edits, former }: World): Edits {
  switch (step.do) {
    case "edit":
      return edited(edits, step);
    case "options":
      return configured(step, edits);
    case "take back":
      return former.at(-1 - step.ago) ?? edits;
  }
}

function configured({ name, variant }: Extract<EditStep, { do: "options" }>, edits: Edits): Edits {
  return { ...edits, options: { ...edits.options, [name]: variant } };
}
