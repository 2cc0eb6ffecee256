import { KafkaClient, Producer } from '@millrace/kafka-client';
import { compileEncoder, frame, parseAvro } from '@millrace/schema';
import { airportSchema, airportsTimestamp, airportsTopic } from './schemas.ts';
import { readAirports } from './source.ts';

/** Writes every airport, keyed by its code. The topic is compacted: writing them again changes nothing. */
export async function loadAirports(
  broker: string,
  schemaId: number,
  progress: (loaded: number) => void,
): Promise<void> {
  const client = await KafkaClient.connect({ bootstrap: broker, clientId: 'airports-loader' });
  try {
    const encode = compileEncoder(parseAvro(JSON.stringify(airportSchema)));
    const producer = new Producer(client);
    const airports = await readAirports();
    for (const airport of airports) {
      const key = new TextEncoder().encode(airport.iata);
      producer.send(airportsTopic, { key, value: frame(schemaId, encode(airport)), timestamp: airportsTimestamp });
    }
    await producer.close();
    progress(airports.length);
  } finally {
    await client.close();
  }
}
