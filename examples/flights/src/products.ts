import type { PublishRequest } from '@millrace/mesh';
import { airportsTopic, flightsTopic } from './schemas.ts';
import { enrichedTopic, hourlyTopic } from './statements.ts';

export interface Publication {
  readonly person: string;
  readonly request: PublishRequest & { readonly name: string };
}

export const airportsProduct: Publication = {
  person: 'amelia',
  request: {
    topic: airportsTopic,
    domain: 'aviation',
    name: 'airports',
    owner: '@aviation-team',
    description:
      'Airports of the United States that flights leave from and go to; one fact an airport, the newest holds.',
    quality: 'authoritative',
    sla: 'tier-1',
    alignment: 'source',
    tags: ['reference'],
    slaAcknowledged: true,
  },
};

export const flightsProduct: Publication = {
  person: 'orville',
  request: {
    topic: flightsTopic,
    domain: 'operations',
    name: 'flights',
    owner: '@operations-team',
    description:
      'Every scheduled flight in the United States: when it was due, how late it left, how far it went. One fact a flight.',
    quality: 'authoritative',
    sla: 'tier-1',
    alignment: 'source',
    tags: ['schedule'],
    slaAcknowledged: true,
  },
};

export const derivedProducts: readonly Publication[] = [
  {
    person: 'katherine',
    request: {
      topic: hourlyTopic,
      domain: 'analytics',
      name: 'delays_by_airport_hourly',
      owner: '@analytics-team',
      description: 'Departures and average delay of each airport in each hour, from operations.flights.',
      quality: 'curated',
      sla: 'tier-2',
      alignment: 'aggregate',
      tags: ['delays'],
      slaAcknowledged: true,
    },
  },
  {
    person: 'katherine',
    request: {
      topic: enrichedTopic,
      domain: 'analytics',
      name: 'flights_enriched',
      owner: '@analytics-team',
      description: 'Flights joined with the airport they leave from: its name, city, state and place on the map.',
      quality: 'curated',
      sla: 'tier-2',
      alignment: 'aggregate',
      tags: ['schedule', 'geography'],
      slaAcknowledged: true,
    },
  },
];
