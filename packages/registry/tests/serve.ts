/** Runs a broker and a registry on it over a data directory, and tells the registry's address to its parent. */
import { startBroker } from '@millrace/broker';
import { startRegistry } from '../src/index.ts';

const [dataDir = ''] = process.argv.slice(2);
const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
process.send?.(registry.url);
