import { startBroker } from '@millrace/broker';

/** A broker in a process of its own, for tests that kill it. Tells its address to its parent. */
const broker = await startBroker({ dataDir: process.argv[2] ?? '', host: '127.0.0.1', port: 0 });
process.send?.(broker.address);
