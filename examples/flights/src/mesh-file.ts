/** Domains, teams and people of the example, and the statements that the UI offers. */
export const meshFile = `domains:
  - name: aviation
    description: Airports and airspace, as the authorities register them.
  - name: operations
    description: Flights as they were flown.
  - name: analytics
    description: What the others' facts add up to.
teams:
  - handle: "@aviation-team"
    domain: aviation
    contact: aviation@example.com
  - handle: "@operations-team"
    domain: operations
    contact: operations@example.com
  - handle: "@analytics-team"
    domain: analytics
    contact: analytics@example.com
people:
  - name: you
    teams: ["@aviation-team", "@operations-team", "@analytics-team"]
  - name: amelia
    team: "@aviation-team"
  - name: orville
    team: "@operations-team"
  - name: katherine
    team: "@analytics-team"
examples:
  - name: late_flights
    title: Which flights left more than two hours late?
    description: A filter over the flights, as they are written.
    inputs: [operations.flights]
    output: analytics.late_flights
    statement: |
      CREATE STREAM late_flights WITH (KAFKA_TOPIC='analytics.late_flights') AS
      SELECT airport, date, delay, destination
      FROM flights
      WHERE delay > 120
      EMIT CHANGES;
  - name: delays_by_destination_daily
    title: How late do flights to each destination leave, day by day?
    description: Flights grouped by where they go, in windows of a day.
    inputs: [operations.flights]
    output: analytics.delays_by_destination_daily
    statement: |
      CREATE TABLE delays_by_destination_daily WITH (KAFKA_TOPIC='analytics.delays_by_destination_daily') AS
      SELECT destination, COUNT(*) AS departures, AVG(delay) AS delay_minutes
      FROM flights
      WINDOW TUMBLING (SIZE 1 DAY)
      GROUP BY destination
      EMIT CHANGES;
  - name: flights_from_california
    title: Flights that leave from California
    description: A filter over a product that was itself made with SQL.
    inputs: [analytics.flights_enriched]
    output: analytics.flights_from_california
    statement: |
      CREATE STREAM flights_from_california WITH (KAFKA_TOPIC='analytics.flights_from_california') AS
      SELECT airport, city, destination, delay
      FROM flights_enriched
      WHERE state = 'CA'
      EMIT CHANGES;
`;
