export { startApicurio, startKafka, type Peer } from './peer.ts';
