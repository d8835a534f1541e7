import { words } from "./words.js";

/** Words of DuckDB's grammar that name no column or relation, unless they stand behind `as` or a dot, or before a colon. */
export const reservedWords: ReadonlySet<string> = words(`
  all and any anti array as asc asof asymmetric at between both case cast check collate column columns cross default desc
  describe distinct do else end except exists false fetch for from full glob group having ilike in inner intersect into is
  isnull join lambda lateral leading left like limit map natural not notnull null offset on only or order outer overlaps
  pivot pivot_longer pivot_wider placing positional primary qualify references returning right select semi similar some
  summarize symmetric table tablesample then to trailing true try_cast union unique unpivot using values variadic when where
  window with
`);

/** Words of the grammar that may be names too: the word behind them decides. */
export const contextualWords: ReadonlySet<string> = words(`
  by current exclude filter first following groups ignore last materialized nulls ordinality over partition preceding range
  recursive rename replace respect row rows sets unbounded within
`);
