/**
 * Writes the raw files of a made-up hiking app:
 * `npm run generate -- [--rows 160] [--seed 11] [--out data]`.
 * `--rows` is the number of subscriptions; the same rows and seed always give the same files. Every kind
 * of dirt the models handle occurs, at fixed intervals, so that small files hold it too.
 */
import {
  nth,
  pick,
  random,
  RawFiles,
  weighted,
  writeWhenRun,
  type Cell,
  type DataSize,
  type Random,
} from "@sluice/app-testkit/generate";

const firstDay = Date.UTC(2022, 6, 1);
/** Days of history: up to the end of June 2024. */
const days = 730;

const firstNames =
  "Aiko Bram Carla Dario Edda Femi Gina Hamid Iris Jonas Kaya Luca Maeve Nils Orla Pia Rafa Signe Tomas Uma Vito Wanda Ximena Yusuf Zoe".split(
    " ",
  );
const lastNames =
  "Arnold Berg Cruz Dahl Ferrer Gallo Hayes Ito Jung Keller Lopez Marsh Nolan Ortiz Park Rossi Silva Thorne Vance Weber".split(
    " ",
  );
const places: readonly (readonly [string, string, string])[] = [
  ["Boise", "ID", "USA"],
  ["Flagstaff", "az", "USA"],
  ["Truckee", "CA", "usa"],
  ["Bellingham", "WA", "USA"],
  ["Banff", "AB", "Canada"],
  ["Chamonix", "NULL", "France"],
];

const plans: readonly (readonly Cell[])[] = [
  ["000000", "None", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL"],
  ["PLN001M", "Wanderer", 1, "3.50", 20, 2, "Maps, tracking and a diary", "2021-02-01"],
  ["PLN001A", "Wanderer", 1, "35.00", 20, 2, "Maps, tracking and a diary", "2021-02-01"],
  ["PLN002M", "Ridge Walker", 2, "8.00", 120, 15, "Wanderer, with offline maps and photos", "2021-02-01"],
  ["PLN002A", " Ridge Walker ", 2, "80.00", 120, 15, "Wanderer, with offline maps and photos", "2021-06-15"],
  ["PLN003M", "Summiteer", 3, "16.50", 999999, 100, 'Everything, the "hidden" trails too', "2021-09-01"],
  ["PLN003A", "Summiteer", 3, "165.00", 999999, 100, 'Everything, the "hidden" trails too', "2021-09-01"],
  // A repetition without a date: the dated row is the one to keep.
  ["PLN003A", "Summiteer", 3, "180.00", 999999, 100, "Price of a draft", "NULL"],
];

const features: readonly (readonly Cell[])[] = [
  ["FTR001", "Trail Finder", "Finds trails nearby, by length and climb", "Core"],
  ["FTR002", "Track Recorder", "Records position and height on the way", "Core"],
  ["FTR003", "Diary", "Notes of a hike", "Core"],
  ["FTR004", "Offline Maps", "Maps without a connection", "Advanced"],
  ["FTR005", "Photo Album", "Photos on the map", "advanced"],
  ["FTR06", "Hidden Trails", "Trails that few know, and how to behave there", "Advanced"],
  ["FTR007", "Meet-Ups", "Hikes with others", "Community"],
  ["FTR008", "Reviews", "Other hikers' reviews of trails", "Community"],
];

/** Highest feature each base plan includes. */
const included = [
  ["PLN001", 3],
  ["PLN002", 6],
  ["PLN003", 8],
] as const;

const isoDay = (day: number) => new Date(firstDay + day * 86_400_000).toISOString().slice(0, 10);
const numbered = (prefix: string, index: number) => `${prefix}${String(index).padStart(3, "0")}`;
interface App extends DataSize {
  readonly customers: number;
}

const appOf = (size: DataSize): App => ({
  ...size,
  customers: Math.max(8, Math.round(size.rows * 0.85)),
});

function* customerRows(app: App): Generator<readonly Cell[]> {
  for (let index = 1; index <= app.customers; index += 1) {
    // The export of customers lags behind that of subscriptions.
    if (nth(index, 29, 27)) continue;
    const next = random(app.seed, 1, index);
    const first = pick(firstNames, next);
    const last = pick(lastNames, next);
    const [city, state, country] = pick(places, next);
    const address = `${first}.${last}${index}@example.org`;
    yield [
      numbered("CUST", index),
      `${first.toLowerCase()}_${index}`,
      nth(index, 13, 4) ? ` ${address.toUpperCase()}` : address.toLowerCase(),
      nth(index, 17, 9) ? "NULL" : `555-0${100 + Math.floor(next() * 900)}`,
      first,
      last,
      nth(index, 19, 6) ? "NULL" : `${1955 + Math.floor(next() * 50)}-0${1 + Math.floor(next() * 9)}-15`,
      weighted([["Easy", 4], ["Moderate", 4], ["Difficult", 2]], next),
      city,
      state,
      country,
      isoDay(Math.floor((index / app.customers) * 400) - 3),
      Math.floor(next() * 180),
      pick(["Mountain", "Forest", "Coastal", "Desert", "Mixed", "NULL"], next),
    ];
  }
}

function* planFeatureRows(): Generator<readonly Cell[]> {
  let row = 0;
  for (const [plan, highest] of included) {
    for (let feature = 1; feature <= features.length; feature += 1) {
      row += 1;
      yield [numbered("PF", row), plan, numbered("FTR", feature), feature <= highest ? "true" : "false"];
    }
  }
}

interface Segment {
  readonly plan: string;
  readonly start: number;
  /** Day it ended, and another follows or the subscription was cancelled. */
  readonly end: number | undefined;
}

const otherPlan = (plan: string, next: Random): string => {
  const others = ["PLN001M", "PLN001A", "PLN002M", "PLN002A", "PLN003M", "PLN003A"].filter((id) => id !== plan);
  // Most who switch go up, or from paying monthly to yearly.
  return pick(others.filter((id) => id > plan || next() < 0.4).concat(others[0] as string), next);
};

/** The segments of one subscription. Segments last at least 25 days: nobody changes twice on a day. */
function segmentsOf(start: number, next: Random): readonly Segment[] {
  const segments: Segment[] = [];
  let plan = weighted(
    [["PLN001M", 40], ["PLN001A", 8], ["PLN002M", 24], ["PLN002A", 10], ["PLN003M", 8], ["PLN003A", 10]],
    next,
  );
  let from = start;
  for (const chance of [0.4, 0.35, 0.1]) {
    const until = from + 25 + Math.floor(next() * 240);
    if (next() > chance || until >= days - 25) break;
    segments.push({ plan, start: from, end: until });
    plan = otherPlan(plan, next);
    from = until;
  }
  const until = from + 25 + Math.floor(next() * 300);
  segments.push({ plan, start: from, end: next() < 0.3 && until < days ? until : undefined });
  return segments;
}

function* subscriptionRows(app: App): Generator<readonly Cell[]> {
  let number = 0;
  for (let index = 1; number < app.rows; index += 1) {
    const next = random(app.seed, 2, index);
    let start = Math.floor((index / app.customers) * 400) + Math.floor(next() * 120);
    // Whoever cancelled may come back under a new subscription.
    for (let again = true; again && number < app.rows; ) {
      number += 1;
      const segments = segmentsOf(start, next);
      yield* segmentRows(numbered("SUB", number), numbered("CUST", index), segments, next);
      const end = segments.at(-1)?.end;
      again = end !== undefined && end < days - 120 && next() < 0.4;
      start = (end ?? 0) + 30 + Math.floor(next() * 60);
    }
  }
}

function* segmentRows(
  subscription: string,
  customer: string,
  segments: readonly Segment[],
  next: Random,
): Generator<readonly Cell[]> {
  const number = Number(subscription.slice(3));
  for (const [position, { plan, start, end }] of segments.entries()) {
    const billing = plan.endsWith("A") ? "annual" : "monthly";
    const row = [
      subscription,
      customer,
      nth(number, 37, 12) ? ` ${plan.toLowerCase()}` : plan,
      nth(number, 41, 15) ? billing.toUpperCase() : billing,
      isoDay(start),
      end === undefined ? "NULL" : isoDay(end),
      end === undefined ? "active" : nth(number, 43, 18) ? "Canceled" : "cancelled",
      end === undefined ? isoDay(days + Math.floor(next() * 28)) : "NULL",
      weighted([["credit_card", 7], ["paypal", 3]], next),
    ];
    yield row;
    if (nth(number, 47, 21)) yield row;
    // A segment nobody dated: it cannot be placed in time.
    if (nth(number, 53, 24) && position === 0) yield [...row.slice(0, 4), "NULL", ...row.slice(5)];
  }
}

export const rawFiles = new RawFiles({
  size: { rows: 160, seed: 11 },
  files: {
    "customers.csv": {
      header:
        "customer_id,username,email,phone,first_name,last_name,date_of_birth,preferred_difficulty,location_city,location_state,location_country,profile_created_date,total_hikes_logged,favorite_trail_type",
      rows: (size) => customerRows(appOf(size)),
    },
    // As a spreadsheet on Windows saves it.
    "features.csv": {
      header: "feature_id,feature_name,feature_description,feature_category",
      rows: () => features,
      lineEnd: "\r\n",
      isQuoted: (cell) => !cell.startsWith("FTR"),
    },
    "plan_features.csv": {
      header: "plan_feature_id,plan_id,feature_id,included",
      rows: planFeatureRows,
    },
    "plans.csv": {
      header:
        "plan_id,plan_name,plan_level,price,max_hikes_per_month,photo_storage_gb,description,created_at",
      rows: () => plans,
    },
    "subscriptions.csv": {
      header:
        "subscription_id,customer_id,plan_id,billing_cycle,subscription_start_date,subscription_end_date,status,next_billing_date,payment_method",
      rows: (size) => subscriptionRows(appOf(size)),
    },
  },
});

writeWhenRun(rawFiles, import.meta.url);
