export { startBroker } from './start-broker.ts';
export type { Broker, BrokerOptions } from './start-broker.ts';
