export { startStreams } from './server.ts';
export type { StreamsOptions, StreamsServer } from './server.ts';
export type { QueryView } from './runtime/supervisor.ts';
