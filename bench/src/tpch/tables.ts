/** The tables of TPC-H. */
export const tpchTables = [
  "region",
  "nation",
  "supplier",
  "customer",
  "part",
  "partsupp",
  "orders",
  "lineitem",
] as const;

/** Sizes of the tables that are drawn, at a scale factor. Lines follow from orders: one to seven each. */
function sizesAt(scale: number) {
  const rows = (atOne: number) => Math.max(10, Math.round(atOne * scale));
  return {
    suppliers: rows(10_000),
    customers: rows(150_000),
    parts: rows(200_000),
    orders: rows(1_500_000),
  };
}

/**
 * Statements that create the tables of TPC-H at a scale factor (1 is about 1 GB of text), shaped as its specification
 * says: columns, keys, value domains, date rules, a third of the customers without orders. The values come from DuckDB's
 * `hash`, so the same version gives the same rows everywhere; they are not dbgen's, and results are not comparable with
 * published ones.
 */
export function tpchStatements(scale: number): readonly string[] {
  const { suppliers, customers, parts, orders } = sizesAt(scale);
  return [
    ...macros,
    `create table region as
select i as r_regionkey, ${pick(words.regions, "i")} as r_name, 'comment ' || i as r_comment
from range(5) as t(i)`,
    `create table nation as
select i as n_nationkey, ${pick(words.nations, "i")} as n_name,
  ${pick(words.nationRegions, "i")}::bigint as n_regionkey, 'comment ' || i as n_comment
from range(25) as t(i)`,
    `create table supplier as
select i + 1 as s_suppkey, 'Supplier#' || lpad((i + 1)::varchar, 9, '0') as s_name,
  address(i, 1) as s_address, draw(i, 2, 25) as s_nationkey, phone(i, draw(i, 2, 25)) as s_phone,
  cents(i, 3, -99999, 999999) as s_acctbal,
  case when draw(i, 4, 2000) = 0 then 'Customer slow Complaints' else prose(i, 5) end as s_comment
from range(${suppliers}) as t(i)`,
    `create table customer as
select i + 1 as c_custkey, 'Customer#' || lpad((i + 1)::varchar, 9, '0') as c_name,
  address(i, 11) as c_address, draw(i, 12, 25) as c_nationkey, phone(i, draw(i, 12, 25)) as c_phone,
  cents(i, 13, -99999, 999999) as c_acctbal,
  ${pick(words.segments, "draw(i, 14, 5)")} as c_mktsegment, prose(i, 15) as c_comment
from range(${customers}) as t(i)`,
    `create table part as
select i + 1 as p_partkey, concat_ws(' ', colour(i, 21), colour(i, 22), colour(i, 23), colour(i, 24)) as p_name,
  'Manufacturer#' || (1 + draw(i, 25, 5)) as p_mfgr,
  'Brand#' || (1 + draw(i, 25, 5)) || (1 + draw(i, 26, 5)) as p_brand,
  concat_ws(' ', ${pick(words.types1, "draw(i, 27, 6)")}, ${pick(words.types2, "draw(i, 28, 5)")},
    ${pick(words.types3, "draw(i, 29, 5)")}) as p_type,
  (1 + draw(i, 30, 50))::integer as p_size,
  ${pick(words.containers1, "draw(i, 31, 5)")} || ' ' || ${pick(words.containers2, "draw(i, 32, 8)")} as p_container,
  retail_price(i + 1) as p_retailprice, prose(i, 33) as p_comment
from range(${parts}) as t(i)`,
    `create table partsupp as
select i + 1 as ps_partkey, supplier_of(i + 1, j, ${suppliers}) as ps_suppkey,
  (1 + draw(i * 4 + j, 41, 9999))::integer as ps_availqty,
  cents(i * 4 + j, 42, 100, 100000) as ps_supplycost, prose(i * 4 + j, 43) as ps_comment
from range(${parts}) as t(i), range(4) as u(j)`,
    `create temp table drawn_orders as
select i + 1 as orderkey, 1 + 3 * draw(i, 51, ${Math.max(1, Math.floor(customers / 3))}) + draw(i, 52, 2) as custkey,
  date '1992-01-01' + draw(i, 53, 2406)::integer as orderdate, 1 + draw(i, 54, 7) as lines
from range(${orders}) as t(i)`,
    `create table lineitem as
with lines as (
  select orderkey, orderdate, unnest(range(1, lines + 1)) as linenumber from drawn_orders
),
drawn as (
  select *, orderkey * 8 + linenumber as k, 1 + draw(orderkey * 8 + linenumber, 61, ${parts}) as partkey,
    1 + draw(orderkey * 8 + linenumber, 62, 50) as quantity,
    orderdate + (1 + draw(orderkey * 8 + linenumber, 63, 121))::integer as shipdate
  from lines
),
dated as (select *, shipdate + (1 + draw(k, 64, 30))::integer as receiptdate from drawn)
select orderkey as l_orderkey, partkey as l_partkey,
  supplier_of(partkey, draw(k, 65, 4), ${suppliers}) as l_suppkey, linenumber::integer as l_linenumber,
  quantity::decimal(15, 2) as l_quantity, (quantity * retail_price(partkey))::decimal(15, 2) as l_extendedprice,
  cents(k, 66, 0, 10) as l_discount, cents(k, 67, 0, 8) as l_tax,
  case when receiptdate > date '1995-06-17' then 'N' when draw(k, 68, 2) = 0 then 'R' else 'A' end as l_returnflag,
  case when shipdate > date '1995-06-17' then 'O' else 'F' end as l_linestatus,
  shipdate as l_shipdate, orderdate + (30 + draw(k, 69, 61))::integer as l_commitdate,
  receiptdate as l_receiptdate, ${pick(words.instructions, "draw(k, 70, 4)")} as l_shipinstruct,
  ${pick(words.modes, "draw(k, 71, 7)")} as l_shipmode, prose(k, 72) as l_comment
from dated`,
    `create table orders as
with totals as (
  select l_orderkey, sum(l_extendedprice * (1 + l_tax) * (1 - l_discount)) as total,
    count(*) filter (l_linestatus = 'F') as shipped, count(*) as lines
  from lineitem group by l_orderkey
)
select orderkey as o_orderkey, custkey as o_custkey,
  case when shipped = t.lines then 'F' when shipped = 0 then 'O' else 'P' end as o_orderstatus,
  total::decimal(15, 2) as o_totalprice, orderdate as o_orderdate,
  ${pick(words.priorities, "draw(orderkey, 81, 5)")} as o_orderpriority,
  'Clerk#' || lpad((1 + draw(orderkey, 82, 1000))::varchar, 9, '0') as o_clerk, 0 as o_shippriority,
  case when draw(orderkey, 83, 90) = 0 then 'special packages requests' else prose(orderkey, 84) end as o_comment
from drawn_orders as d join totals as t on t.l_orderkey = d.orderkey`,
    "drop table drawn_orders",
  ];
}

const words = {
  regions: ["AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"],
  nations: (
    "ALGERIA,ARGENTINA,BRAZIL,CANADA,EGYPT,ETHIOPIA,FRANCE,GERMANY,INDIA,INDONESIA,IRAN,IRAQ,JAPAN,JORDAN,KENYA," +
    "MOROCCO,MOZAMBIQUE,PERU,CHINA,ROMANIA,SAUDI ARABIA,VIETNAM,RUSSIA,UNITED KINGDOM,UNITED STATES"
  ).split(","),
  nationRegions: "0111403322442400012342331".split(""),
  segments: ["AUTOMOBILE", "BUILDING", "FURNITURE", "MACHINERY", "HOUSEHOLD"],
  types1: ["STANDARD", "SMALL", "MEDIUM", "LARGE", "ECONOMY", "PROMO"],
  types2: ["ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED"],
  types3: ["TIN", "NICKEL", "BRASS", "STEEL", "COPPER"],
  containers1: ["SM", "LG", "MED", "JUMBO", "WRAP"],
  containers2: ["CASE", "BOX", "BAG", "JAR", "PKG", "PACK", "CAN", "DRUM"],
  priorities: ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"],
  instructions: ["DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN"],
  modes: ["REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"],
  colours: (
    "almond antique aquamarine azure beige bisque black blanched blue blush brown burlywood chartreuse chocolate coral " +
    "cream cyan dark dim dodger firebrick forest frosted gainsboro ghost gold green grey honeydew indian ivory khaki " +
    "lace lavender lemon light lime linen magenta maroon medium metallic midnight mint misty moccasin navajo navy"
  ).split(" "),
  prose:
    "accounts along among asymptotes blithely bold braids carefully courts daring decoys deposits dolphins even " +
    "excuses express final foxes furiously ideas instructions ironic packages pending pinto quickly regular requests " +
    "silent sleep slyly theodolites wake warhorses with carefully bold accounts above the regular final deposits",
} as const;

/** One value of a list, by an SQL expression that counts from 0: cut out of a padded text, which is cheap per row. */
function pick(values: readonly string[], index: string): string {
  const width = Math.max(...values.map((value) => value.length));
  const padded = values.map((value) => value.padEnd(width)).join("");
  return `rtrim(substr('${padded}', (1 + ${width} * (${index}))::bigint, ${width}))`;
}

/**
 * `draw(i, salt, n)`: a number in [0, n), the same for the same `i` and `salt`. Hashed twice: DuckDB combines two hashes
 * linearly, so that draws of one row by different salts would depend on each other.
 */
const macros = [
  "create temp macro draw(i, salt, n) as (hash(hash(i, salt)) % n)::bigint",
  "create temp macro cents(i, salt, low, high) as ((low + draw(i, salt, high - low + 1)) / 100)::decimal(15, 2)",
  `create temp macro phone(i, nation) as concat_ws('-', 10 + nation, 100 + draw(i, 91, 900), 100 + draw(i, 92, 900),
  1000 + draw(i, 93, 9000))`,
  "create temp macro address(i, salt) as substr(md5(hash(i, salt)::varchar), 1, 10 + draw(i, salt, 20))",
  `create temp macro colour(i, salt) as ${pick(words.colours, `draw(i, salt, ${words.colours.length})`)}`,
  `create temp macro prose(i, salt) as substr('${words.prose}', 1 + draw(i, salt, ${words.prose.length - 60}), 20 + draw(i, salt, 40))`,
  "create temp macro retail_price(p) as ((90000 + (p // 10) % 20001 + 100 * (p % 1000)) / 100)::decimal(15, 2)",
  "create temp macro supplier_of(p, j, s) as (p + j * (s // 4 + (p - 1) // s)) % s + 1",
] as const;
