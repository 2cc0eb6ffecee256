import { airportsTopic, flightsTopic } from './schemas.ts';

export const hourlyTopic = 'analytics.delays_by_airport_hourly';
export const enrichedTopic = 'analytics.flights_enriched';

export interface Statement {
  /** Of the stream or table that it makes. */
  readonly name: string;
  readonly person: string;
  readonly text: string;
}

/** In the order of their dependencies. The columns of the values come from the registry; only keys are named. */
export const statements: readonly Statement[] = [
  {
    name: 'AIRPORTS',
    person: 'katherine',
    text: `CREATE TABLE airports (airport STRING PRIMARY KEY) WITH (KAFKA_TOPIC='${airportsTopic}', KEY_FORMAT='KAFKA', VALUE_FORMAT='AVRO');`,
  },
  {
    name: 'FLIGHTS',
    person: 'katherine',
    text: `CREATE STREAM flights (airport STRING KEY) WITH (KAFKA_TOPIC='${flightsTopic}', KEY_FORMAT='KAFKA', VALUE_FORMAT='AVRO');`,
  },
  {
    name: 'DELAYS_BY_AIRPORT_HOURLY',
    person: 'katherine',
    text: `CREATE TABLE delays_by_airport_hourly WITH (KAFKA_TOPIC='${hourlyTopic}') AS
  SELECT airport, COUNT(*) AS departures, AVG(delay) AS delay_minutes
  FROM flights
  WINDOW TUMBLING (SIZE 1 HOUR)
  GROUP BY airport
  EMIT CHANGES;`,
  },
  {
    name: 'FLIGHTS_ENRICHED',
    person: 'katherine',
    text: `CREATE STREAM flights_enriched WITH (KAFKA_TOPIC='${enrichedTopic}') AS
  SELECT f.airport AS airport, f.date AS date, f.delay AS delay, f.distance AS distance, f.destination AS destination,
         a.name AS name, a.city AS city, a.state AS state, a.latitude AS latitude, a.longitude AS longitude
  FROM flights f
  JOIN airports a ON f.airport = a.airport
  EMIT CHANGES;`,
  },
];
