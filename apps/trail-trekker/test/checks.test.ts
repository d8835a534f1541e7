import { describeChecks } from "@sluice/app-testkit";
import { trailTrekker } from "./support/app.js";
import { badValues, defects } from "./support/defects.js";

describeChecks(trailTrekker, {
  defects,
  badValues,
  warnings: {
    rows: {
      "data/customers.csv": [
        "NULL,nobody,,,,,,,,,,,,",
        "CUST001,again,,,,,,,,,,2030-01-01,,",
        "CUST901,backwards,,,,,,,,,,2023-01-01,-1,",
      ],
      "data/features.csv": ["NULL,Nameless,,", "FTR001,Again,,"],
      "data/plan_features.csv": ["NULL,PLN001,FTR001,true", "PF001,PLN001,FTR901,true"],
      "data/plans.csv": ["NULL,Nameless,1,1,1,1,,2030-01-01"],
      "data/subscriptions.csv": [
        "NULL,CUST001,PLN001M,monthly,2024-01-01,NULL,active,NULL,paypal",
        "SUB901,NULL,PLN001M,monthly,2024-01-01,NULL,active,NULL,paypal",
        "SUB902,CUST001,000000,monthly,2024-01-01,NULL,active,NULL,paypal",
        "SUB903,CUST001,PLN777M,weekly,2024-01-01,2023-01-01,active,NULL,paypal",
      ],
    },
  },
});
