import { confluent } from './clients/confluent.ts';
import { preparePython } from './python.ts';
import { registerClientTests } from './register-client-tests.ts';
import { skipUnless } from './skip-unless.ts';

const prepared = preparePython();
const python = 'python' in prepared ? prepared.python : '';
const isSkipped = skipUnless('python' in prepared, 'why' in prepared ? prepared.why : '');
registerClientTests('confluent-kafka', (bootstrap) => confluent(bootstrap, python), { isSkipped });
