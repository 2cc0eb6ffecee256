import { bytes, int16, int32, int64 } from '../definition/field.ts';
import { api } from '../definition/message.ts';

/** Renews a delegation token. */
export const renewDelegationTokenApi = api({
  key: 39,
  name: 'RenewDelegationToken',
  versions: '1-2',
  flexible: '2+',
  listeners: ['broker', 'controller'],
  request: {
    hmac: bytes('0+'),
    renewPeriodMs: int64('0+'),
  },
  response: {
    errorCode: int16('0+'),
    expiryTimestampMs: int64('0+'),
    throttleTimeMs: int32('0+'),
  },
});
