import type { ProcessingError } from '@millrace/sql';

/** Records of the log that one transaction may hold; beyond them errors are only counted. */
export const logRecordsMax = 1000;

/** ksqlDB's topic of the rows that could not be processed. */
export function processingLogTopic(serviceId: string): string {
  return `${serviceId}ksql_processing_log`;
}

const fieldOf = {
  deserialization: { type: 0, field: 'deserializationError' },
  expression: { type: 1, field: 'recordProcessingError' },
  'late-record': { type: 1, field: 'recordProcessingError' },
  'null-key': { type: 1, field: 'recordProcessingError' },
  serialization: { type: 3, field: 'serializationError' },
} as const satisfies Record<ProcessingError['kind'], { type: number; field: string }>;

/** One failed row in the form of ksqlDB's processing log. */
export function processingLogRecord(error: ProcessingError, now: number): Uint8Array {
  const { type, field } = fieldOf[error.kind];
  return Buffer.from(
    JSON.stringify({
      level: 'ERROR',
      logger: `processing.${error.queryId}.${error.context.replaceAll('/', '.')}`,
      time: now,
      message: { type, [field]: { errorMessage: error.message, cause: [] } },
    }),
  );
}
