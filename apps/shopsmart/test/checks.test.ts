import { describeChecks } from "@sluice/app-testkit";
import { shopsmart } from "./support/app.js";
import { badValues, defects } from "./support/defects.js";

describeChecks(shopsmart, {
  defects,
  badValues,
  warnings: {
    // Half a year after the last export.
    now: "2024-12-31",
    rows: {
      "data/raw_categories.csv": ["NULL,Nameless,", "9,Kitchen,Home"],
      "data/raw_products.csv": [
        "NULL,Ghost,9,,1,1,,true,2024-01-01",
        "201,NULL,2,Sonora,-1,1,,true,2024-01-01",
      ],
      "data/raw_customers.csv": [
        "NULL,a@example.org,A,B,,,,,,active,2024-01-01,2024-01-01",
        "1,a@example.org,Late,Registration,,,,,,active,2024-06-30,2024-06-30",
      ],
      "data/raw_orders.csv": [
        "NULL,1,2024-06-30,delivered,paypal,standard,10,0,0,0,,2024-06-30,2024-06-30",
        // An order that was built long ago.
        "5001,1,2023-01-02,returned,paypal,standard,64.00,0,0,0,,2023-01-02,2024-06-30",
        "9001,1,2100-01-01,delivered,paypal,standard,10,0,0,0,,2024-06-30,2024-06-30",
      ],
      "data/raw_order_items.csv": [
        "NULL,5001,201,1,10.00,2024-06-30,2024-06-30",
        "9001,5001,NULL,1,10.00,2024-06-30,2024-06-30",
      ],
    },
  },
});
