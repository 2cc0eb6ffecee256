/** Avro schemas of the two source products. Documentation and units belong to the contract, so they are in it. */
export const flightSchema = {
  type: 'record',
  name: 'Flight',
  namespace: 'operations',
  doc: 'A scheduled flight within the United States, at the moment it was due to leave.',
  fields: [
    {
      name: 'date',
      type: { type: 'long', logicalType: 'timestamp-millis' },
      doc: 'When it was due to leave; local time of the airport, kept as if it were UTC.',
    },
    { name: 'delay', type: 'int', doc: 'Minutes late at departure; negative when it left early.' },
    { name: 'distance', type: 'int', doc: 'Miles between the two airports.' },
    { name: 'origin', type: 'string', doc: 'IATA code of the airport it left from.' },
    { name: 'destination', type: 'string', doc: 'IATA code of the airport it went to.' },
  ],
} as const;

export const airportSchema = {
  type: 'record',
  name: 'Airport',
  namespace: 'aviation',
  doc: 'An airport. The newest event of a key is what holds.',
  fields: [
    { name: 'iata', type: 'string', doc: 'IATA or local code.' },
    { name: 'name', type: 'string' },
    { name: 'city', type: 'string', doc: '"NA" where the source has none.' },
    { name: 'state', type: 'string', doc: 'Postal code of the state; "NA" where the source has none.' },
    { name: 'country', type: 'string' },
    { name: 'latitude', type: 'double', doc: 'Degrees north.' },
    { name: 'longitude', type: 'double', doc: 'Degrees east.' },
  ],
} as const;

export const flightsTopic = 'operations.flights';
export const airportsTopic = 'aviation.airports';
export const partitions = 6;

/** Rows of the source, so that progress and completeness are known without reading it. */
export const flightsTotal = 3_000_000;
export const airportsTotal = 3376;

/** Before the first flight: each flight finds its airport. */
export const airportsTimestamp = Date.UTC(2001, 0, 1);
