import type { ModelChange } from "../src/change/categorize.js";

type Category = ModelChange["category"];

/** What an edit does to one model. */
export interface Expected {
  readonly category: Category;
  /** Columns of both versions that change, in order; `all` for the rows. */
  readonly changed?: string;
}

/** A reader of the edited model, `shop.sales`. Its own query stays unless `after` is given. */
export interface Reader extends Expected {
  readonly sql: string;
  readonly after?: string;
}

/** An edit of the query of `shop.sales` and what it does. */
export interface Edit extends Expected {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly readers?: readonly Reader[];
  /** A part of the reason that is shown. */
  readonly because: string;
}

const same = (changed = ""): Expected => ({ category: "unchanged", changed });
const added: Expected = { category: "non-breaking", changed: "" };
const breaking = (changed: string): Expected => ({ category: "breaking", changed });
const whole = breaking("all");
const indirect = (changed: string): Expected => ({ category: "indirect", changed });

const amounts = "select order_id, amount, tax from raw.orders";
const reader = (sql: string, expected: Expected): Reader => ({ sql, ...expected });
const readsAmount = "select order_id, amount * 2 as twice from shop.sales";
const readsTax = "select order_id, tax from shop.sales";
const aliases = "only aliases, names of CTEs or parentheses differ";

/** Edits with their categories, each with a counter-example near it. */
export const edits: Readonly<Record<string, readonly Edit[]>> = {
  "Edits that change nothing": [
    {
      what: "comments, white space, case of keywords",
      before: amounts,
      after: "SELECT Order_Id, /* net */ amount,  tax FROM raw.orders",
      ...same(),
      because: "",
      readers: [reader(readsAmount, same())],
    },
    {
      what: "an alias of a table is added",
      before: amounts,
      after: "select o.order_id, o.amount, o.tax from raw.orders as o",
      ...same(),
      because: aliases,
      readers: [reader("select * from shop.sales", same())],
    },
    {
      what: "aliases are renamed",
      before:
        "select o.amount, c.name from raw.orders o join raw.customers c on o.customer_id = c.customer_id",
      after:
        "select x.amount, y.name from raw.orders x join raw.customers y on x.customer_id = y.customer_id",
      ...same(),
      because: aliases,
    },
    {
      what: "aliases are exchanged with their tables",
      before:
        "select a.amount, b.amount as other from raw.orders a join raw.orders b on a.order_id = b.tax",
      after:
        "select b.amount, a.amount as other from raw.orders b join raw.orders a on b.order_id = a.tax",
      ...same(),
      because: aliases,
    },
    {
      what: "aliases are exchanged, their tables not",
      before:
        "select a.amount, b.amount as other from raw.orders a join raw.orders b on a.order_id = b.tax",
      after:
        "select b.amount, a.amount as other from raw.orders a join raw.orders b on a.order_id = b.tax",
      ...breaking("amount, other"),
      because: "the expression of `amount` is `b.amount`, was `a.amount`",
    },
    {
      what: "a CTE is renamed",
      before: "with paid as (select * from raw.orders) select order_id, amount from paid",
      after: "with p as (select * from raw.orders) select p.order_id, amount from p",
      ...same(),
      because: aliases,
    },
    {
      what: "redundant parentheses",
      before:
        "select order_id, amount + tax as total from raw.orders where amount > 1 and tax > 0 or tax is null",
      after:
        "select order_id, ((amount) + tax) as total from raw.orders where ((amount > 1) and (tax > 0)) or (tax is null)",
      ...same(),
      because: aliases,
    },
    {
      what: "parentheses that matter",
      before: "select order_id, amount + tax * 2 as total from raw.orders",
      after: "select order_id, (amount + tax) * 2 as total from raw.orders",
      ...breaking("total"),
      because: "the expression of `total` is `(amount + tax) * 2`, was `amount + tax * 2`",
    },
    {
      what: "parentheses that matter in a filter",
      before: "select order_id from raw.orders where amount > 1 and tax > 0 or tax is null",
      after: "select order_id from raw.orders where amount > 1 and (tax > 0 or tax is null)",
      ...whole,
      because: "the filter is `amount > 1 and (tax > 0 or tax is null)`, was",
    },
    {
      what: "`*` is written out",
      before: "select * from raw.customers",
      after: "select customer_id, name, country from raw.customers",
      ...same(),
      because: aliases,
    },
    {
      what: "a filter that is always true",
      before: amounts,
      after: `${amounts} where true`,
      ...whole,
      because: "the filter `true` is new",
    },
  ],
  "Columns that are added": [
    {
      what: "a column at the end",
      before: "select order_id, amount from raw.orders",
      after: amounts,
      ...added,
      because: "the column `tax` is new: `tax`",
      readers: [reader(readsAmount, same())],
    },
    {
      what: "a column in the middle",
      before: "select order_id, tax from raw.orders",
      after: amounts.replace("amount", "-amount as amount"),
      ...added,
      because: "the column `amount` is new: `-amount`",
      readers: [reader(readsTax, same())],
    },
    {
      what: "a column that `select *` reads",
      before: "select order_id, amount from raw.orders",
      after: amounts,
      ...breaking(""),
      because: "`shop.reader1` reads it",
      readers: [
        reader("select * from shop.sales", indirect("")),
        reader("select order_id from shop.reader1", same()),
      ],
    },
    {
      what: "a column that a reader is edited to read",
      before: "select order_id, amount from raw.orders",
      after: amounts,
      ...added,
      because: "the column `tax` is new: `tax`",
      readers: [
        {
          sql: "select order_id, amount from shop.sales",
          after: "select order_id, amount + tax as amount from shop.sales",
          ...breaking("amount"),
        },
      ],
    },
    {
      what: "a column, while a reader is edited elsewhere",
      before: "select order_id, amount from raw.orders",
      after: amounts,
      ...added,
      because: "the column `tax` is new: `tax`",
      readers: [
        {
          sql: "select order_id, sum(amount) as s from shop.sales group by all",
          after: "select order_id, max(amount) as s from shop.sales group by all",
          ...breaking("s"),
        },
      ],
    },
    {
      what: "a column whose name a reader takes from elsewhere",
      before: "select order_id, amount from raw.orders",
      after: "select order_id, amount, amount::text as country from raw.orders",
      ...breaking(""),
      because: "`shop.reader1` reads it",
      readers: [
        reader(
          "select c.name, (select max(order_id) from shop.sales where amount > length(country)) as top from raw.customers c",
          indirect("top"),
        ),
      ],
    },
    {
      what: "a column that a natural join takes up",
      before: "select order_id, customer_id from raw.orders",
      after: "select order_id, customer_id, status as name from raw.orders",
      ...breaking(""),
      because: "`shop.reader1` reads it",
      readers: [
        reader(
          "select s.order_id, c.country from shop.sales s natural join raw.customers c",
          indirect("all"),
        ),
      ],
    },
    {
      what: "an aggregate beside `group by`",
      before: "select status, sum(amount) as revenue from raw.orders group by status",
      after:
        "select status, sum(amount) as revenue, count(*) as orders from raw.orders group by status",
      ...added,
      because: "the column `orders` is new: `count(*)`",
      readers: [reader("select status, revenue from shop.sales", same())],
    },
    {
      what: "an aggregate beside `group by all`",
      before: "select status, sum(amount) as revenue from raw.orders group by all",
      after: "select status, sum(amount) as revenue, max(tax) as tax from raw.orders group by all",
      ...added,
      because: "the column `tax` is new: `max(tax)`",
    },
    {
      what: "a group beside `group by all`",
      before: "select status, sum(amount) as revenue from raw.orders group by all",
      after: "select status, day, sum(amount) as revenue from raw.orders group by all",
      ...whole,
      because: "the column `day` is new: `day`; which rows there are follows from it",
    },
    {
      what: "a column before one that `group by 2` counts",
      before: "select sum(amount) as revenue, status from raw.orders group by 2",
      after: "select sum(amount) as revenue, max(tax) as tax, status from raw.orders group by 3",
      ...added,
      because: "the column `tax` is new: `max(tax)`",
    },
    {
      what: "an aggregate where nothing was aggregated",
      before: "select 1 as one from raw.orders",
      after: "select 1 as one, count(*) as orders from raw.orders",
      ...whole,
      because: "with an aggregate",
    },
    {
      what: "a window function",
      before: amounts,
      after:
        "select order_id, amount, tax, row_number() over (partition by status order by day) as n from raw.orders",
      ...added,
      because: "the column `n` is new",
      readers: [reader(readsAmount, same())],
    },
    {
      what: "`unnest` in the select list",
      before: amounts,
      after: "select order_id, amount, tax, unnest(tags) as tag from raw.orders",
      ...whole,
      because: "the column `tag` is new: `unnest(tags)` (which makes rows)",
      readers: [reader(readsAmount, indirect("all"))],
    },
    {
      what: "a column beside `distinct`",
      before: "select distinct status from raw.orders",
      after: "select distinct status, day from raw.orders",
      ...whole,
      because: "which rows there are follows from it",
    },
    {
      what: "a subquery",
      before: amounts,
      after:
        "select order_id, amount, tax, (select max(name) from raw.customers c where c.customer_id = o.customer_id) as name from raw.orders o",
      ...added,
      because: "the column `name` is new",
    },
    {
      what: "a function that Sluice does not know",
      before: "select order_id, amount from raw.orders",
      after: "select order_id, amount, plus_one(amount) as more from raw.orders",
      ...whole,
      because: "with a function that is not known",
    },
    {
      what: "a column beside a random one",
      before: "select order_id, uuid() as key from raw.orders",
      after: "select order_id, uuid() as key, amount from raw.orders",
      ...breaking("key"),
      because: "the column `amount` is new: `amount`",
      readers: [
        reader("select key from shop.sales", indirect("key")),
        reader("select order_id from shop.sales", same()),
      ],
    },
    {
      what: "a column beside `limit` with an order",
      before: "select order_id, amount from raw.orders order by order_id limit 3",
      after: "select order_id, amount, tax from raw.orders order by order_id limit 3",
      ...added,
      because: "the column `tax` is new: `tax`",
    },
    {
      what: "a column beside `limit` without an order",
      before: "select order_id, amount from raw.orders limit 3",
      after: "select order_id, amount, tax from raw.orders limit 3",
      ...whole,
      because: "its rows may be others at each run",
    },
  ],
  "Columns that are changed": [
    {
      what: "an expression",
      before: amounts,
      after: "select order_id, amount + 1 as amount, tax from raw.orders",
      ...breaking("amount"),
      because: "the expression of `amount` is `amount + 1`, was `amount`",
      readers: [
        reader(readsAmount, indirect("twice")),
        reader(readsTax, same()),
        reader("select tax from shop.sales where amount > 1", indirect("all")),
        reader("select count(*) as n from shop.sales", same()),
        reader("select twice from shop.reader1", indirect("twice")),
      ],
    },
    {
      what: "an aggregate's argument",
      before:
        "select status, sum(amount) as revenue, count(*) as orders from raw.orders group by 1",
      after:
        "select status, sum(amount - tax) as revenue, count(*) as orders from raw.orders group by 1",
      ...breaking("revenue"),
      because: "the expression of `revenue` is `sum(amount - tax)`, was `sum(amount)`",
      readers: [
        reader("select status, orders from shop.sales", same()),
        reader(
          "select status, rank() over (order by revenue) as r, orders from shop.sales",
          indirect("r"),
        ),
        reader(
          "select status, revenue from shop.sales order by revenue desc limit 3",
          indirect("all"),
        ),
      ],
    },
    {
      what: "an operator",
      before: "select order_id, amount // 2 as half, tax from raw.orders",
      after: "select order_id, amount / 2 as half, tax from raw.orders",
      ...breaking("half"),
      because: "the expression of `half` is `amount / 2`, was `amount // 2`",
    },
    {
      what: "a text",
      before:
        "select order_id, case when amount > 5 then 'big' else 'small' end as size from raw.orders",
      after:
        "select order_id, case when amount > 5 then 'Big' else 'small' end as size from raw.orders",
      ...breaking("size"),
      because: "the expression of `size`",
    },
    {
      what: "a cast",
      before: amounts,
      after: "select order_id, amount::bigint as amount, tax from raw.orders",
      ...breaking("amount"),
      because: "the expression of `amount` is `amount::bigint`, was `amount`",
      readers: [
        reader("select amount from shop.sales", indirect("amount")),
        reader(readsTax, same()),
      ],
    },
    {
      what: "an expression that another column uses",
      before: "select order_id, amount + tax as total, total * 2 as twice, tax from raw.orders",
      after: "select order_id, amount - tax as total, total * 2 as twice, tax from raw.orders",
      ...breaking("total, twice"),
      because: "the expression of `total` is `amount - tax`, was `amount + tax`",
    },
    {
      what: "an expression that `group by` uses",
      before:
        "select date_trunc('month', day) as month, sum(amount) as revenue from raw.orders group by month",
      after:
        "select date_trunc('week', day) as month, sum(amount) as revenue from raw.orders group by month",
      ...whole,
      because: "which rows there are follows from it",
    },
    {
      what: "an expression that `group by 1` counts",
      before:
        "select date_trunc('month', day) as month, sum(amount) as revenue from raw.orders group by 1",
      after:
        "select date_trunc('week', day) as month, sum(amount) as revenue from raw.orders group by 1",
      ...whole,
      because: "the grouping is edited",
    },
    {
      what: "an expression that `qualify` uses",
      before:
        "select order_id, row_number() over (partition by status order by day) as n from raw.orders qualify n = 1",
      after:
        "select order_id, row_number() over (partition by status order by tax) as n from raw.orders qualify n = 1",
      ...whole,
      because: "which rows there are follows from it",
    },
    {
      what: "an expression in a CTE",
      before:
        "with o as (select order_id, amount, tax from raw.orders) select order_id, amount * 2 as twice, tax from o",
      after:
        "with o as (select order_id, amount + 1 as amount, tax from raw.orders) select order_id, amount * 2 as twice, tax from o",
      ...breaking("twice"),
      because: "the expression of `amount` is `amount + 1`, was `amount`",
      readers: [reader(readsTax, same())],
    },
    {
      what: "an expression in a CTE that is filtered by",
      before:
        "with o as (select order_id, amount from raw.orders) select order_id from o where amount > 2",
      after:
        "with o as (select order_id, amount + 1 as amount from raw.orders) select order_id from o where amount > 2",
      ...whole,
      because: "which rows there are follows from it",
    },
    {
      what: "a column of a CTE that nothing uses",
      before: "with o as (select order_id, amount from raw.orders) select order_id from o",
      after: "with o as (select order_id, amount, tax from raw.orders) select order_id from o",
      ...same(),
      because: "the column `tax` is new: `tax`",
      readers: [reader("select * from shop.sales", same())],
    },
    {
      what: "an expression in a subquery of `from`",
      before:
        "select q.order_id, q.total from (select order_id, amount + tax as total from raw.orders) q",
      after:
        "select q.order_id, q.total from (select order_id, amount - tax as total from raw.orders) q",
      ...breaking("total"),
      because: "the expression of `total`",
    },
    {
      what: "a column of one arm of `union all`",
      before:
        "select order_id, amount from raw.orders union all select customer_id, 0 from raw.customers",
      after:
        "select order_id, tax as amount from raw.orders union all select customer_id, 0 from raw.customers",
      ...breaking("amount"),
      because: "the expression of `amount` is `tax`, was `amount`",
    },
    {
      what: "an expression in one arm of `union all`",
      before:
        "select order_id, amount + 1 as v from raw.orders union all select customer_id, 0 as v from raw.customers",
      after:
        "select order_id, amount + 2 as v from raw.orders union all select customer_id, 0 as v from raw.customers",
      ...breaking("v"),
      because: "the expression of `v` is `amount + 2`, was `amount + 1`",
    },
    {
      what: "an expression in one arm of `union`",
      before:
        "select order_id, amount + 1 as v from raw.orders union select customer_id, 0 as v from raw.customers",
      after:
        "select order_id, amount + 2 as v from raw.orders union select customer_id, 0 as v from raw.customers",
      ...whole,
      because: "which rows there are follows from it",
    },
    {
      what: "columns of one arm of `union all` change places",
      before:
        "select order_id, amount from raw.orders union all select tax, amount from raw.orders",
      after: "select order_id, amount from raw.orders union all select amount, tax from raw.orders",
      ...whole,
      because: "columns are counted by their position",
    },
    {
      what: "the order of the columns",
      before: amounts,
      after: "select amount, order_id, tax from raw.orders",
      ...breaking(""),
      because: "the order of columns differs; `shop.reader1` reads it",
      readers: [
        reader("select * from shop.sales", indirect("")),
        reader(readsAmount, same()),
        reader("select * from shop.sales union all select 1, 2, 3", indirect("all")),
      ],
    },
    {
      what: "the order of the columns, which nobody shows",
      before: amounts,
      after: "select amount, order_id, tax from raw.orders",
      ...added,
      because: "the order of columns differs",
      readers: [reader(readsAmount, same())],
    },
  ],
  "Columns that are removed or renamed": [
    {
      what: "a column that nobody reads is removed",
      before: amounts,
      after: "select order_id, amount from raw.orders",
      ...breaking(""),
      because: "the column `tax` is gone",
      readers: [reader(readsAmount, same()), reader("select * from shop.sales", indirect(""))],
    },
    {
      what: "a column is renamed, with its reader",
      before: amounts,
      after: "select order_id, amount as net, tax from raw.orders",
      ...breaking(""),
      because: "the column `amount` is gone, and 1 more",
      readers: [
        {
          sql: "select order_id, amount from shop.sales",
          after: "select order_id, net as amount from shop.sales",
          ...breaking("amount"),
        },
        reader(readsTax, same()),
      ],
    },
    {
      what: "a column is left out of a star",
      before: "select * from raw.customers",
      after: "select * exclude (country) from raw.customers",
      ...breaking(""),
      because: "the column `country` is gone",
      readers: [reader("select name from shop.sales", same())],
    },
  ],
  "Edits that change the rows": [
    {
      what: "a filter",
      before: amounts,
      after: `${amounts} where status = 'paid'`,
      ...whole,
      because: "the filter `status = 'paid'` is new",
      readers: [reader("select count(*) as n from shop.sales", indirect("all"))],
    },
    {
      what: "a filter in a CTE",
      before: "with o as (select order_id, status from raw.orders) select order_id from o",
      after:
        "with o as (select order_id, status from raw.orders where tax > 0) select order_id from o",
      ...whole,
      because: "the filter `tax > 0` is new",
    },
    {
      what: "the kind of a join",
      before:
        "select o.order_id, c.name from raw.orders o join raw.customers c using (customer_id)",
      after:
        "select o.order_id, c.name from raw.orders o left join raw.customers c using (customer_id)",
      ...whole,
      because: "the source is `raw.orders o left join raw.customers c using (customer_id)`, was",
    },
    {
      what: "the condition of a join",
      before:
        "select o.order_id, c.name from raw.orders o join raw.customers c on o.customer_id = c.customer_id",
      after:
        "select o.order_id, c.name from raw.orders o join raw.customers c on o.order_id = c.customer_id",
      ...whole,
      because: "the source is",
    },
    {
      what: "a table that is joined",
      before: "select o.order_id from raw.orders o",
      after: "select o.order_id from raw.orders o left join raw.customers c using (customer_id)",
      ...whole,
      because: "the source is",
    },
    {
      what: "the grouping",
      before:
        "select max(status) as status, sum(amount) as revenue from raw.orders group by customer_id",
      after:
        "select max(status) as status, sum(amount) as revenue from raw.orders group by customer_id, day",
      ...whole,
      because: "the grouping is `customer_id, day`, was `customer_id`",
    },
    {
      what: "`having`",
      before:
        "select status, sum(amount) as revenue from raw.orders group by 1 having count(*) > 1",
      after: "select status, sum(amount) as revenue from raw.orders group by 1 having count(*) > 2",
      ...whole,
      because: "the filter of groups is `count(*) > 2`, was `count(*) > 1`",
    },
    {
      what: "`qualify`",
      before: "select order_id, amount from raw.orders",
      after:
        "select order_id, amount from raw.orders qualify row_number() over (partition by status order by day) = 1",
      ...whole,
      because: "the filter of windows",
    },
    {
      what: "`distinct`",
      before: "select status from raw.orders",
      after: "select distinct status from raw.orders",
      ...whole,
      because: "`distinct` is edited",
    },
    {
      what: "a limit",
      before: "select order_id from raw.orders order by 1 limit 3",
      after: "select order_id from raw.orders order by 1 limit 4",
      ...whole,
      because: "the limit is `4`, was `3`",
    },
    {
      what: "the order",
      before: "select order_id, amount from raw.orders order by order_id",
      after: "select order_id, amount from raw.orders order by amount",
      ...whole,
      because: "the order is `amount`, was `order_id`",
    },
    {
      what: "`union all` becomes `union`",
      before: "select order_id from raw.orders union all select customer_id from raw.customers",
      after: "select order_id from raw.orders union select customer_id from raw.customers",
      ...whole,
      because: "the query is edited",
    },
    {
      what: "a query whose lineage is not certain",
      before: "select amount from raw.orders tablesample 50%",
      after: "select amount, order_id from raw.orders tablesample 50%",
      ...whole,
      because: "its lineage is not certain",
    },
    {
      what: "a query in another form",
      before: "select order_id from raw.orders",
      after: "select order_id from raw.orders union all select order_id from raw.orders",
      ...whole,
      because: "the shape of the query is edited",
    },
  ],
};
