/** Chooses a number below `n`. */
export type Pick = (n: number) => number;

interface Column {
  /** As it is written in an expression. */
  readonly text: string;
  readonly name: string;
}

interface Source {
  readonly sql: string;
  readonly alias: string;
  readonly columns: readonly string[];
  /** Expressions over columns of other types than integer. */
  readonly more: readonly string[];
}

interface Query {
  readonly sql: string;
  readonly columns: readonly string[];
}

const parents = {
  a: { columns: ["id", "x", "y"], more: ["s.f", "l[1]", "len(l)", "day(d)", "length(t)"] },
  b: { columns: ["id", "x", "z"], more: ["ascii(u)"] },
  c: { columns: ["k", "v"], more: [] },
} as const;

/** A random query over `m.a`, `m.b` and `m.c` whose columns are integers; the engine may refuse it. */
export function randomQuery(pick: Pick): string {
  return new Generator(pick).query(2, []).sql;
}

class Generator {
  readonly #pick: Pick;
  #aliases = 0;
  #ctes: Query[] = [];

  constructor(pick: Pick) {
    this.#pick = pick;
  }

  query(depth: number, outer: readonly Column[]): Query {
    const before = this.#ctes;
    const written: string[] = [];
    if (depth > 0 && this.#chance(3)) {
      for (let i = 0; i <= this.#pick(2); i += 1) {
        const name = this.#chance(5) ? "a" : this.#fresh("q");
        const cte = this.query(depth - 1, []);
        const names = this.#chance(3) ? cte.columns.map((_, n) => `p${String(n)}`) : undefined;
        written.push(`${name}${names ? `(${names.join(", ")})` : ""} as (${cte.sql})`);
        this.#ctes = [...this.#ctes, { sql: name, columns: names ?? cte.columns }];
      }
    }
    const body = this.#chance(5) ? this.#combined(depth, outer) : this.#select(depth, outer);
    this.#ctes = before;
    return {
      sql: written.length > 0 ? `with ${written.join(", ")} ${body.sql}` : body.sql,
      columns: body.columns,
    };
  }

  #combined(depth: number, outer: readonly Column[]): Query {
    const left = this.#select(depth - 1, outer);
    const right = this.#select(depth - 1, outer);
    const width = Math.min(left.columns.length, right.columns.length);
    const operator = this.#one(["union", "union all", "except", "intersect", "except all"]);
    const cut = ({ sql, columns }: Query) =>
      `(select ${columns.slice(0, width).join(", ")} from (${sql}))`;
    return {
      sql: `${cut(left)} ${operator} ${cut(right)}`,
      columns: left.columns.slice(0, width),
    };
  }

  #select(depth: number, outer: readonly Column[]): Query {
    const { text, scope, sources } = this.#from(depth, outer);
    const all = [...scope, ...outer];
    const where = this.#chance(2) ? ` where ${this.#condition(all, depth)}` : "";
    switch (this.#pick(5)) {
      case 0:
        return this.#grouped(text + where, all, depth);
      case 1:
        return this.#star(text + where, sources);
      default:
        return this.#plain(text + where, all, depth);
    }
  }

  #plain(rest: string, scope: readonly Column[], depth: number): Query {
    const columns: string[] = [];
    const items: string[] = [];
    for (let i = 0; i <= this.#pick(3); i += 1) {
      // An alias may take the name of a column, and later items may read earlier aliases.
      const name = this.#chance(3) ? this.#one(["x", "y", "v", "id"]) : this.#fresh("n");
      if (columns.includes(name)) continue;
      const earlier = columns.map((text) => ({ text, name: text }));
      items.push(`${this.#expression([...scope, ...earlier], depth)} as ${name}`);
      columns.push(name);
    }
    const distinct = this.#chance(5) ? "distinct " : "";
    const qualify = this.#chance(6)
      ? ` qualify dense_rank() over (order by ${this.#column(scope)}) <= 2`
      : "";
    const limit = this.#chance(6) ? " order by all limit 3" : "";
    const order = limit === "" && this.#chance(6) ? ` order by ${this.#one(columns)}` : "";
    return {
      sql: `select ${distinct}${items.join(", ")}${rest}${qualify}${order}${limit}`,
      columns,
    };
  }

  #grouped(rest: string, scope: readonly Column[], depth: number): Query {
    const key = this.#expression(scope, 0);
    const value = this.#expression(scope, depth - 1);
    const aggregate = this.#one([
      `sum(${value})::int`,
      `count(${value})::int`,
      "count(*)::int",
      `max(${value}) filter (where ${this.#condition(scope, 0)})`,
      `min(distinct ${value})`,
    ]);
    const by = this.#one(["all", "1", "n1", key]);
    const having = this.#chance(4) ? ` having max(${this.#column(scope)}) > 1` : "";
    return {
      sql: `select ${key} as n1, ${aggregate} as n2${rest} group by ${by}${having}`,
      columns: ["n1", "n2"],
    };
  }

  #star(rest: string, sources: readonly Source[]): Query {
    const source = this.#one(sources);
    const [first = "", ...others] = source.columns;
    const qualified = sources.length > 1 || this.#chance(2);
    const star = qualified ? `${source.alias}.*` : "*";
    const inner = source.columns.map((name) => `${source.alias}.${name}`).join(", ");
    const list = `select ${inner}${rest}`;
    switch (this.#pick(4)) {
      case 0:
        return others.length === 0
          ? { sql: list, columns: source.columns }
          : { sql: `select * exclude (${first}) from (${list})`, columns: others };
      case 1:
        return {
          sql: `select * replace (${first} + ${this.#one(source.columns)} as ${first}) from (${list})`,
          columns: source.columns,
        };
      case 2:
        return {
          sql: `select * rename (${first} as r) from (${list})`,
          columns: ["r", ...others],
        };
      default:
        return source.more.length === 0 && qualified
          ? { sql: `select ${star}${rest}`, columns: source.columns }
          : { sql: list, columns: source.columns };
    }
  }

  #from(depth: number, outer: readonly Column[]) {
    const first = this.#source(depth, outer);
    const sources = [first];
    let text = ` from ${first.sql}`;
    for (let i = this.#pick(3); i > 0; i -= 1) {
      const scope = columnsOf(sources);
      const lateral = this.#chance(5);
      const next = this.#source(depth, lateral ? scope : []);
      const shared = next.columns.filter((name) => sources.every((s) => s.columns.includes(name)));
      const on = `${this.#column(scope)} = ${this.#column(columnsOf([next]))}`;
      if (lateral) text += `, lateral ${next.sql}`;
      else if (shared.length > 0 && this.#chance(2)) {
        const kind = this.#one(["join", "left join", "full join", "semi join", "anti join"]);
        text += ` ${kind} ${next.sql} using (${this.#one(shared)})`;
        if (kind.startsWith("semi") || kind.startsWith("anti")) continue;
      } else {
        const kind = this.#one(["join", "left join", "right join", "semi join", "anti join"]);
        text += ` ${kind} ${next.sql} on ${on}`;
        if (kind.startsWith("semi") || kind.startsWith("anti")) continue;
      }
      sources.push(next);
    }
    return { text, sources, scope: columnsOf(sources) };
  }

  #source(depth: number, outer: readonly Column[]): Source {
    const alias = this.#fresh("s");
    if (depth > 0 && (outer.length > 0 || this.#chance(4))) {
      const { sql, columns } = this.query(depth - 1, outer);
      return { sql: `(${sql}) ${alias}`, alias, columns, more: [] };
    }
    if (this.#ctes.length > 0 && this.#chance(2)) {
      const { sql, columns } = this.#one(this.#ctes);
      return { sql: `${sql} ${alias}`, alias, columns, more: [] };
    }
    const name = this.#one(["a", "b", "c"] as const);
    return { sql: `m.${name} ${alias}`, alias, ...parents[name] };
  }

  #expression(scope: readonly Column[], depth: number): string {
    const column = () => this.#column(scope);
    switch (this.#pick(depth > 0 ? 10 : 4)) {
      case 0:
        return `${column()} + ${column()}`;
      case 1:
        return `coalesce(${column()}, ${column()})`;
      case 2:
        return `case when ${this.#condition(scope, 0)} then ${column()} else ${column()} end`;
      case 4:
        return `dense_rank() over (partition by ${column()} order by ${column()})::int`;
      case 5:
        return `sum(${column()}) over (partition by ${column()})::int`;
      case 6:
        return this.#scalar(scope, depth);
      case 7:
        return `(${this.#condition(scope, depth - 1)})::int`;
      case 8:
        return `list_sum(list_transform([${column()}, 2], e -> e + ${column()}))::int`;
      default:
        return column();
    }
  }

  #scalar(scope: readonly Column[], depth: number): string {
    const { sql, columns } = this.query(depth - 1, this.#chance(2) ? scope : []);
    return `(select max(${this.#one(columns)})::int from (${sql}) ${this.#fresh("s")})`;
  }

  #condition(scope: readonly Column[], depth: number): string {
    const left = this.#column(scope);
    if (depth > 0 && this.#chance(3)) {
      const { sql, columns } = this.query(depth - 1, this.#chance(2) ? scope : []);
      const alias = this.#fresh("s");
      const column = this.#one(columns);
      return this.#chance(2)
        ? `${left} in (select ${column} from (${sql}) ${alias})`
        : `exists (select 1 from (${sql}) ${alias} where ${alias}.${column} = ${left})`;
    }
    return this.#one([`${left} > 1`, `${left} is not null`, `${left} <> ${this.#column(scope)}`]);
  }

  #column(scope: readonly Column[]): string {
    const { text, name } = this.#one(scope);
    // Without its table a name may be ambiguous, which the engine says, or mean something else.
    return this.#chance(15) ? name : text;
  }

  #chance(oneIn: number): boolean {
    return this.#pick(oneIn) === 0;
  }

  #one<T>(items: readonly T[]): T {
    return items[this.#pick(items.length)] as T;
  }

  #fresh(prefix: string): string {
    this.#aliases += 1;
    return `${prefix}${String(this.#aliases)}`;
  }
}

function columnsOf(sources: readonly Source[]): readonly Column[] {
  return sources.flatMap(({ alias, columns, more }) => [
    ...columns.map((name) => ({ text: `${alias}.${name}`, name })),
    ...more.map((text) => {
      const qualified = text.replace(/^(\w+\()?/, `$1${alias}.`);
      return { text: qualified, name: qualified };
    }),
  ]);
}
