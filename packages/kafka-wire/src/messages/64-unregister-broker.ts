import { int16, int32, string } from '../definition/field.ts';
import { api } from '../definition/message.ts';

/** Takes a broker's registration away. */
export const unregisterBrokerApi = api({
  key: 64,
  name: 'UnregisterBroker',
  versions: '0',
  flexible: '0+',
  listeners: ['broker', 'controller'],
  request: {
    brokerId: int32('0+'),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    errorMessage: string('0+', { nullable: '0+' }),
  },
});
