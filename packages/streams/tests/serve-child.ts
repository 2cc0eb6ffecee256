import { startStreams } from '@millrace/streams';

const [bootstrap = '', registryUrl = ''] = process.argv.slice(2);
const server = await startStreams({
  kafka: { bootstrap },
  registryUrl,
  host: '127.0.0.1',
  port: 0,
  commitIntervalMs: 20,
});
process.stdout.write(`${server.url}\n`);
