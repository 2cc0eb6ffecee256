import { platformatic } from './clients/platformatic.ts';
import { registerClientTests } from './register-client-tests.ts';

registerClientTests('@platformatic/kafka', platformatic);
