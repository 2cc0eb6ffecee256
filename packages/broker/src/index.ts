export { startBroker } from './start-broker.ts';
export type { Broker, BrokerOptions } from './start-broker.ts';
export type { RecordCheck, PartCheck, SubjectNameStrategy } from './config/record-check.ts';
export type { RecordRefusal, RecordsToCheck, RecordToCheck, RecordValidator } from './door/record-validator.ts';
