-- Top customers by lifetime value
SELECT full_name, lifetime_value, total_orders, customer_segment
FROM dim_customers
ORDER BY lifetime_value DESC
LIMIT 10;
