import { hasKcat, kcat } from './clients/kcat.ts';
import { registerClientTests } from './register-client-tests.ts';
import { skipUnless } from './skip-unless.ts';

const isSkipped = skipUnless(hasKcat(), 'this machine has no kcat (Debian: apt-get install kcat)');
registerClientTests('kcat', kcat, { isSkipped, hasTransactions: false });
