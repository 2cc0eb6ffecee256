import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { assert } from '@millrace/base';
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetRead } from 'hyparquet';

/** `vega-datasets` 3.2.1 (BSD-3-Clause): real flights and airports of the United States. */
const dataFolder = join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '../data');

/** Some consecutive flights, a column each, as the file holds them: whole numbers of 64 bits, dates in milliseconds. */
export interface FlightColumns {
  readonly date: ArrayLike<number>;
  readonly delay: ArrayLike<bigint>;
  readonly distance: ArrayLike<bigint>;
  readonly origin: ArrayLike<string>;
  readonly destination: ArrayLike<string>;
}

/** Every flight, ascending by date, about 270,000 at a time. */
export async function* readFlights(): AsyncGenerator<FlightColumns> {
  const bytes = await readFile(join(dataFolder, 'flights-3m.parquet'));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const file = { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) };
  const metadata = parquetMetadata(buffer);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const columns = new Map<string, unknown>();
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd,
      compressors: { ZSTD: (input) => zstdDecompressSync(input) },
      parsers: { timestampFromMicroseconds: (micros) => Number(micros / 1000n) },
      onChunk: ({ columnName, columnData, rowStart: from, rowEnd: to }) => {
        assert(from === rowStart && to === rowEnd, 'a column of a row group comes in one chunk');
        columns.set(columnName, columnData);
      },
    });
    yield Object.fromEntries(columns) as unknown as FlightColumns;
    rowStart = rowEnd;
  }
}

export interface Airport {
  readonly iata: string;
  readonly name: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
}

export async function readAirports(): Promise<readonly Airport[]> {
  const rows: readonly Record<string, string>[] = parse(await readFile(join(dataFolder, 'airports.csv')), {
    columns: true,
  });
  return rows.map((row) => {
    const text = (name: string): string => row[name] ?? '';
    return {
      iata: text('iata'),
      name: text('name'),
      city: text('city'),
      state: text('state'),
      country: text('country'),
      latitude: Number(text('latitude')),
      longitude: Number(text('longitude')),
    };
  });
}
