/** The domains of the book's demo, and its three use cases as statements to run. */
export const meshFile = `domains:
  - name: execution
    description: Orders and trades, as the exchanges confirm them.
  - name: membership
    description: Who our users are.
  - name: web
    description: What users do on the site.
  - name: analytics
    description: What the others' facts add up to.
teams:
  - { handle: "@execution-team", domain: execution, contact: execution@example.com }
  - { handle: "@membership-team", domain: membership, contact: membership@example.com }
  - { handle: "@edge-team", domain: web, contact: edge@example.com }
  - { handle: "@stock-trades-team", domain: analytics, contact: stock-trades@example.com }
  - { handle: "@analytics-team", domain: analytics, contact: analytics@example.com }
people:
  - { name: you, teams: ["@execution-team", "@membership-team", "@edge-team", "@stock-trades-team", "@analytics-team"] }
  - { name: erin, team: "@execution-team" }
  - { name: mel, team: "@membership-team" }
  - { name: eddie, team: "@edge-team" }
  - { name: stella, team: "@stock-trades-team" }
examples:
  - name: high_value_stock_trades
    title: Find high-value stock trades for review
    description: Trades whose price times quantity is above a threshold.
    inputs: [execution.stocktrades]
    output: analytics.high_value_stock_trades
    statement: |
      CREATE STREAM high_value_stock_trades WITH (KAFKA_TOPIC='analytics.high_value_stock_trades') AS
      SELECT symbol_key, side, quantity, price, account, userid
      FROM stocktrades
      WHERE price * quantity > 3000000
      EMIT CHANGES;
  - name: trending_stocks
    title: Calculate trending stocks
    description: Stocks that trade more than others, in windows of fifteen minutes.
    inputs: [execution.stocktrades]
    output: analytics.trending_stocks
    statement: |
      CREATE TABLE trending_stocks WITH (KAFKA_TOPIC='analytics.trending_stocks') AS
      SELECT symbol_key, SUM(quantity) AS total_quantity, COUNT(*) AS trades
      FROM stocktrades
      WINDOW TUMBLING (SIZE 15 MINUTES)
      GROUP BY symbol_key
      EMIT CHANGES;
  - name: us_enriched_stock_trades
    title: Separate United States data for information security
    description: Trades of the users of one region, joined with who they are.
    inputs: [execution.stocktrades, membership.users]
    output: analytics.us_enriched_stock_trades
    statement: |
      CREATE STREAM us_enriched_stock_trades WITH (KAFKA_TOPIC='analytics.us_enriched_stock_trades') AS
      SELECT t.userid AS userid, t.symbol AS symbol, t.side AS side, t.quantity AS quantity, t.price AS price, u.regionid AS regionid, u.gender AS gender
      FROM stocktrades t
      JOIN users u ON t.userid = u.user_key
      WHERE u.regionid = 'Region_US'
      EMIT CHANGES;
`;
