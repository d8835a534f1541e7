/**
 * Writes the raw files of a made-up shop: `npm run generate -- [--rows 320] [--seed 7] [--out data]`.
 * `--rows` is the number of orders; the same rows and seed always give the same files. Every kind of
 * dirt the models handle occurs, at fixed intervals, so that small files hold it too.
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

const firstDay = Date.UTC(2023, 0, 2);
const days = 545;

const firstNames =
  "Amara Ben Chloe Dmitri Elena Farid Grace Hugo Ines Jamal Keiko Liam Mina Noah Olga Pablo Quinn Rosa Sven Tara Umar Vera Wes Yara Zane".split(
    " ",
  );
const lastNames =
  "Abbott Bauer Castillo Dubois Eriksen Fischer Grant Haddad Ivanova Jensen Kim Laurent Moreno Novak Okafor Petrov Quist Romano Singh Tanaka Ueda Varga Walsh Yilmaz".split(
    " ",
  );

/** City, state, country as exported; the same place is spelt in more than one way. */
const places: readonly (readonly [string, string, string])[] = [
  ["Austin", "TX", "USA"],
  ["Boston", "MA", "USA"],
  ["Fresno", "California", "United States"],
  ["Denver", "co", "US"],
  ["Seattle", "WA", "usa "],
  ["Albany", "New York", "U.S.A."],
  ["Miami", " FL", "USA"],
  ["Toronto", "ON", "Canada"],
  ["Leeds", "", "UK"],
  ["Hamburg", "NULL", "DE"],
];

interface Product {
  readonly id: number;
  readonly name: string;
  readonly category: number;
  readonly brand: string;
  readonly price: number;
  /** Null leaves the cost out of the export. */
  readonly cost: number | null;
}

const categories: readonly (readonly [number, string, string])[] = [
  [1, "Electronics", ""],
  [2, "Audio", "Electronics"],
  [3, "Cameras", "Electronics"],
  [4, "Outdoor", ""],
  [5, "Tents", "Outdoor"],
  [6, "Cycling", " Outdoor"],
  [7, "Home", "NULL"],
  [8, "Lighting", "home"],
  [9, "Kitchen", "Home"],
];

const products: readonly Product[] = [
  [2, "Studio Headphones", "Sonora", 189.0, 92.5],
  [2, "Pocket Speaker", "Sonora", 59.9, 21.4],
  [2, "Turntable One", "Grammo", 329.0, 201.0],
  [2, "Desk Microphone", "Vocalis", 119.5, 54.0],
  [3, "Compact Camera C2", "Lumio", 549.0, 371.0],
  [3, "Mirrorless M5", "Lumio", 1149.0, 802.0],
  [3, "Travel Tripod", "Steady", 79.0, 28.75],
  [3, "Lens 35 mm", "Lumio", 429.0, 263.3],
  [5, "Two-Person Tent", "Ridgeway", 239.0, 118.0],
  [5, "Family Tent 6", "Ridgeway", 499.0, 287.5],
  [5, "Sleeping Bag -5 C", "Ridgeway", 129.0, 55.1],
  [6, "City Bike", "Velora", 699.0, 455.0],
  [6, "Bike Lights, Pair", "Velora ", 34.9, 11.2],
  [6, "Helmet Aero", "Velora", 89.0, 33.0],
  [8, 'Desk Lamp "Aurora"', "Nordlys", 74.5, 29.9],
  [8, "Floor Lamp Arc", "Nordlys", 159.0, 70.0],
  [8, "LED Strip 5 m", "Nordlys", 24.9, 7.6],
  [9, "Pour-Over Kit", "Brewen", 44.0, 15.8],
  [9, "Espresso Machine", "Brewen", 389.0, 236.0],
  [9, "Chef's Knife", "Kuro", 99.0, 41.5],
  [9, "Cast Iron Pan", "Kuro", 64.0, null],
  [7, "Wool Throw", "", 54.0, 22.0],
].map(([category, name, brand, price, cost], index) => ({
  id: 201 + index,
  category: category as number,
  name: name as string,
  brand: brand as string,
  price: price as number,
  cost: cost as number | null,
}));

const cheapProducts = products.filter(({ price }) => price < 65);

const isoDay = (day: number) => new Date(firstDay + day * 86_400_000).toISOString().slice(0, 10);
const cents = (amount: number) => amount.toFixed(2);
interface Shop extends DataSize {
  readonly customers: number;
}

const shopOf = (size: DataSize): Shop => ({
  ...size,
  customers: Math.max(12, Math.round(size.rows / 4)),
});

/** Day of a customer's registration; customers are numbered in that order. */
const signupDay = (shop: Shop, index: number) =>
  Math.floor((index / shop.customers) * (days - 60)) - 20;

function* customerRows(shop: Shop): Generator<readonly Cell[]> {
  for (let index = 0; index < shop.customers; index += 1) {
    const next = random(shop.seed, 1, index);
    const first = pick(firstNames, next);
    const last = pick(lastNames, next);
    const [city, state, country] = pick(places, next);
    const day = signupDay(shop, index);
    const address = `${first}.${last}${index + 1}@example.${pick(["com", "org", "net"], next)}`;
    const email = nth(index, 17, 5)
      ? `  ${address.toUpperCase()} `
      : nth(index, 23, 11)
        ? pick(["not given", `${first}@`, "@example.com", ""], next)
        : address.toLowerCase();
    const phone = nth(index, 19, 9)
      ? pick(["n/a", "12", "NULL"], next)
      : `555-${String(100 + Math.floor(next() * 900))}-${String(1000 + Math.floor(next() * 9000))}`;
    const birth = nth(index, 13, 3)
      ? "NULL"
      : `${1950 + Math.floor(next() * 54)}-0${1 + Math.floor(next() * 9)}-1${Math.floor(next() * 10)}`;
    const created = nth(index, 29, 8) ? `${isoDay(day)}T22:15:00-04:00` : isoDay(day);
    const row = (status: string, updated: string) => [
      index + 1,
      email,
      nth(index, 31, 6) ? "" : ` ${first}`.slice(nth(index, 11, 2) ? 0 : 1),
      nth(index, 37, 6) || nth(index, 31, 6) ? "NULL" : last,
      birth,
      phone,
      city,
      state,
      country,
      status,
      created,
      updated,
    ];
    const status = weighted([["active", 90], ["inactive", 8], ["NULL", 2]], next);
    if (nth(index, 41, 12)) yield row("inactive", isoDay(day));
    yield row(status, isoDay(day + 5));
  }
}

function* productRows(): Generator<readonly Cell[]> {
  for (const product of products) {
    const { id, name, category, brand, price, cost } = product;
    const sku = `${brand.trim().slice(0, 4).toUpperCase() || "SHOP"}-${id}`;
    const active = id % 9 === 0 ? "false" : id % 7 === 0 ? "TRUE " : "true";
    yield [id, name, category, brand, cents(price), cost === null ? "" : cents(cost), sku, active, isoDay(0)];
  }
}

interface Item {
  readonly product: Product;
  readonly quantity: Cell;
  readonly price: string;
}

interface Order {
  readonly id: number;
  readonly user: Cell;
  readonly day: number;
  readonly total: number;
  readonly coupon: string;
  readonly discount: number;
  readonly status: string;
  readonly items: readonly Item[];
  readonly next: Random;
}

const statuses = [
  ["delivered", 62],
  ["shipped", 10],
  ["confirmed", 6],
  ["pending", 8],
  ["processing", 3],
  ["cancelled", 6],
  ["returned", 4],
  ["on_hold", 1],
] as const;

const coupons = [
  ["", 64],
  ["WELCOME10", 10],
  ["SAVE10", 7],
  ["save20", 4],
  ["LOYALTY15", 9],
  ["FRIEND5", 3],
  ["NULL", 3],
] as const;

/** An order without its dirt. It depends on nothing but shop and index, so files can be written one by one. */
function orderOf(shop: Shop, index: number): Order {
  const next = random(shop.seed, 2, index);
  const day = Math.min(days - 1, Math.floor((index / shop.rows) * days + next() * 2));
  // Customers are numbered by registration: those registered by the day may order.
  const registered = Math.floor(((day + 20) / (days - 60)) * shop.customers);
  const user = 1 + Math.floor(Math.min(Math.max(registered, 1), shop.customers) * next() ** 1.9);
  // Every seventh customer buys little, but may do so often.
  const shelf = user % 7 === 3 ? cheapProducts : products;
  const lines = user % 7 === 3 ? 1 : weighted([[1, 50], [2, 30], [3, 15], [4, 5]], next);
  const items = Array.from({ length: lines }, () => {
    const product = pick(shelf, next);
    const price = product.price * weighted([[1, 84], [0.9, 12], [1.05, 4]], next);
    return { product, quantity: weighted([[1, 78], [2, 17], [3, 5]], next), price: cents(price) };
  });
  const total = items.reduce((sum, { quantity, price }) => sum + quantity * Number(price), 0);
  const coupon = weighted(coupons, next);
  const percent = Number(/\d+/.exec(coupon)?.[0] ?? 0);
  return {
    id: 5001 + index,
    user: nth(index, 167, 99) ? "" : user,
    day,
    total,
    coupon,
    discount: (total * percent) / 100,
    status: weighted(statuses, next),
    items,
    next,
  };
}

/** The total as exported: mostly that of the items. */
function exportedTotal(order: Order, index: number): string {
  if (nth(index, 113, 57)) return "0.00";
  if (nth(index, 149, 73)) return cents(-order.total);
  if (nth(index, 131, 17)) return cents(Math.max(order.total - 10, 1));
  if (nth(index, 103, 45)) return ` ${cents(order.total)}`;
  return cents(order.total);
}

function exportedDate(order: Order, index: number): string {
  if (nth(index, 97, 41)) return nth(index, 2, 1) ? "" : "NULL";
  if (nth(index, 127, 63)) return `${isoDay(order.day)}T23:30:00-05:00`;
  if (nth(index, 109, 20)) return ` ${isoDay(order.day)} `;
  return isoDay(order.day);
}

function* orderRows(shop: Shop): Generator<readonly Cell[]> {
  for (let index = 0; index < shop.rows; index += 1) {
    const order = orderOf(shop, index);
    const { next } = order;
    const payment = weighted(
      [["credit_card", 50], ["paypal", 24], ["debit_card", 12], ["bank_transfer", 8], ["gift_card", 4], ["NULL", 2]],
      next,
    );
    const shipping = weighted([["standard", 70], ["express", 25], ["pickup", 5]], next);
    const shippingCost = shipping === "standard" ? 5.99 : shipping === "express" ? 14.99 : 0;
    const status = nth(index, 83, 29) ? ` ${order.status.toUpperCase()} ` : order.status;
    const discount = nth(index, 71, 30) && order.discount === 0 ? "NULL" : cents(order.discount);
    const row = (current: string, updated: number) => [
      order.id,
      order.user,
      exportedDate(order, index),
      current,
      payment,
      shipping,
      exportedTotal(order, index),
      cents(shippingCost),
      cents(order.total * 0.08),
      discount,
      order.coupon,
      isoDay(order.day),
      isoDay(updated),
    ];
    if (nth(index, 151, 88)) yield row("pending", order.day);
    yield row(status, Math.min(order.day + 3, days - 1));
  }
}

function* itemRows(shop: Shop): Generator<readonly Cell[]> {
  let id = 0;
  for (let index = 0; index < shop.rows; index += 1) {
    const order = orderOf(shop, index);
    const date = isoDay(order.day);
    const [sample] = order.items as readonly [Item];
    // Lines that are no sale: they are not in the order's total, and staging drops them.
    const odd: Item[] = [];
    if (nth(index, 89, 13)) odd.push({ ...sample, quantity: 0 });
    if (nth(index, 101, 37)) odd.push({ ...sample, price: cents(-Number(sample.price)) });
    if (nth(index, 139, 51)) odd.push({ ...sample, quantity: "NULL" });
    for (const { product, quantity, price } of [...order.items, ...odd]) {
      id += 1;
      const row = [id, order.id, product.id, quantity, price, date, date];
      yield row;
      if (nth(index, 157, 33)) yield row;
    }
  }
}

export const rawFiles = new RawFiles({
  size: { rows: 320, seed: 7 },
  files: {
    "raw_customers.csv": {
      header:
        "user_id,email,first_name,last_name,date_of_birth,phone,city,state,country,status,created_at,updated_at",
      rows: (size) => customerRows(shopOf(size)),
    },
    "raw_orders.csv": {
      header:
        "order_id,user_id,order_date,order_status,payment_method,shipping_method,order_total,shipping_cost,tax_amount,discount_amount,coupon_code,created_at,updated_at",
      rows: (size) => orderRows(shopOf(size)),
    },
    "raw_order_items.csv": {
      header: "order_item_id,order_id,product_id,quantity,unit_price,created_at,updated_at",
      rows: (size) => itemRows(shopOf(size)),
    },
    "raw_products.csv": {
      header: "product_id,product_name,category_id,brand,price,cost,sku,is_active,created_at",
      rows: productRows,
    },
    "raw_categories.csv": {
      header: "category_id,category_name,parent_category",
      rows: () => categories,
    },
  },
});

writeWhenRun(rawFiles, import.meta.url);
