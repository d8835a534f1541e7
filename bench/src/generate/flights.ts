import type { GeneratedModel } from "./layers.js";

/** A CSV file of the project: its columns with their types, and a query that draws its rows. */
export interface FlightFile {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  /** `i` counts the rows from 0. */
  readonly draw: string;
  readonly rows: number;
}

/** Hash of a row's number, other for each column. */
const h = (salt: number) => `hash(i * 31 + ${salt})`;
const pick = (salt: number, of: number) => `(${h(salt)} % ${of})::bigint`;

/** Few wide files in the shape of a year of flights from three airports, with the weather, planes and airports. */
export function flightFiles(flights: number): readonly FlightFile[] {
  return [
    {
      name: "flights",
      rows: flights,
      columns: {
        ...{ flight_id: "bigint", day: "date", sched_dep: "timestamp", dep_time: "timestamp" },
        ...{ dep_delay: "double", sched_arr: "timestamp", arr_delay: "double", carrier: "varchar" },
        ...{ flight: "integer", tailnum: "varchar", origin: "varchar", dest: "varchar" },
        ...{ air_time: "double", distance: "double", hour: "integer", cancelled: "boolean" },
      },
      draw: `select i as flight_id, (timestamp '2013-01-01' + to_minutes(${pick(1, 525_600)}))::date as day,
        day + to_minutes(${pick(2, 1440)}) as sched_dep,
        case when ${h(3)} % 40 > 0 then sched_dep + to_minutes(${pick(4, 90)}) end as dep_time,
        date_diff('minute', sched_dep, dep_time)::double as dep_delay,
        sched_dep + to_minutes(60 + ${pick(5, 300)}) as sched_arr,
        case when dep_time is not null then dep_delay + ${pick(6, 60)} - 30 end as arr_delay,
        chr((65 + ${pick(7, 16)})::integer) || 'A' as carrier, ${pick(8, 6000)} as flight,
        'N' || lpad(${pick(9, 4000)}::varchar, 5, '0') as tailnum,
        ['EWR', 'JFK', 'LGA'][1 + ${pick(10, 3)}] as origin, 'D' || ${pick(11, 105)} as dest,
        (30 + ${pick(12, 400)})::double as air_time, (100 + ${pick(11, 105)} * 24)::double as distance,
        extract(hour from sched_dep) as hour, dep_time is null as cancelled`,
    },
    {
      name: "weather",
      rows: Math.min(26_280, flights),
      columns: {
        ...{ origin: "varchar", hour_start: "timestamp", temp: "double", humid: "double" },
        ...{ wind_speed: "double", precip: "double", pressure: "double", visib: "double" },
      },
      draw: `select ['EWR', 'JFK', 'LGA'][1 + i % 3] as origin, timestamp '2013-01-01' + to_hours(i // 3) as hour_start,
        (${pick(21, 900)} / 10.0)::double as temp, (${pick(22, 1000)} / 10.0)::double as humid,
        (${pick(23, 400)} / 10.0)::double as wind_speed, (${pick(24, 20)} / 100.0)::double as precip,
        (9900 + ${pick(25, 500)})::double / 10 as pressure, (${pick(26, 100)} / 10.0)::double as visib`,
    },
    {
      name: "planes",
      rows: Math.min(4000, flights),
      columns: { tailnum: "varchar", year: "integer", manufacturer: "varchar", seats: "integer" },
      draw: `select 'N' || lpad(i::varchar, 5, '0') as tailnum, 1970 + ${pick(31, 43)} as year,
        'maker ' || ${pick(32, 35)} as manufacturer, 20 + ${pick(33, 380)} as seats`,
    },
    {
      name: "airports",
      rows: 105,
      columns: { code: "varchar", name: "varchar", lat: "double", lon: "double", zone: "varchar" },
      draw: `select 'D' || i as code, 'Airport ' || i as name, (${pick(41, 9000)} / 100.0)::double as lat,
        (${pick(42, 18_000)} / 100.0)::double as lon, 'zone ' || ${pick(43, 6)} as zone`,
    },
  ];
}

/** The query that loads a file with its types. */
export function loadSql({ columns }: FlightFile, path: string): string {
  const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`);
  return `select * from read_csv('${path}', header = true, columns = {${types.join(", ")}})`;
}

/** Eleven models over the files, each of one to three joins, windows or groupings. */
export function flightModels(raw: Readonly<Record<string, GeneratedModel>>): GeneratedModel[] {
  const model = (
    name: string,
    parents: readonly GeneratedModel[],
    sql: (...names: string[]) => string,
  ): GeneratedModel => ({
    schema: "marts",
    name,
    kind: "table",
    parents,
    sql: (nameOf) => sql(...parents.map(nameOf)),
  });
  const file = (name: string) => {
    const found = raw[name];
    if (!found) throw new Error(`There is no file ${name}.`);
    return found;
  };
  const flown = model("flown", [file("flights")], (flights) => {
    return `select *, arr_delay - dep_delay as gained, date_trunc('hour', sched_dep) as hour_start from ${flights} where not cancelled`;
  });
  const enriched = model("enriched", [flown, file("planes"), file("airports")], (f, p, a) => {
    return `select f.*, p.manufacturer, p.seats, 2013 - p.year as age, a.name as dest_name, a.zone
from ${f} as f left join ${p} as p using (tailnum) left join ${a} as a on a.code = f.dest`;
  });
  const weathered = model("weathered", [flown, file("weather")], (f, w) => {
    return `select f.flight_id, f.origin, f.day, f.dep_delay, w.temp, w.wind_speed, w.precip, w.visib
from ${f} as f join ${w} as w using (origin, hour_start)`;
  });
  const grouped = (name: string, of: GeneratedModel, by: string, what: string) =>
    model(name, [of], (from) => `select ${by}, ${what} from ${from} group by ${by}`);
  const delays = "count(*) as flights, avg(dep_delay) as dep_delay, max(arr_delay) as worst";
  const daily = grouped("daily", flown, "day, origin", delays);
  return [
    flown,
    enriched,
    weathered,
    daily,
    grouped("carriers", enriched, "carrier", delays),
    grouped("routes", enriched, "origin, dest, dest_name", `${delays}, sum(seats) as seats`),
    grouped("makers", enriched, "manufacturer", `${delays}, avg(age) as age`),
    model("winds", [weathered], (w) => {
      return `select floor(wind_speed) as wind, count(*) as flights, avg(dep_delay) as dep_delay from ${w} group by 1`;
    }),
    model("streaks", [flown], (f) => {
      return `select tailnum, flight_id, sched_dep, dep_delay, lag(arr_delay) over (partition by tailnum order by sched_dep, flight_id) as before
from ${f}`;
    }),
    model("moving", [daily], (d) => {
      return `select day, origin, flights, avg(dep_delay) over (partition by origin order by day rows 6 preceding) as week from ${d}`;
    }),
    model("cancellations", [file("flights"), file("airports")], (f, a) => {
      return `select f.day, a.zone, count(*) filter (where cancelled) as cancelled, count(*) as planned
from ${f} as f join ${a} as a on a.code = f.dest group by all`;
    }),
  ];
}
