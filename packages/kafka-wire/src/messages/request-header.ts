import { int16, int32, string } from '../definition/field.ts';
import { message } from '../definition/message.ts';

/** The header of every request. Its client id is never compact, so that any broker can read it. */
export const requestHeader = message({
  name: 'RequestHeader',
  versions: '1-2',
  flexible: '2+',
  fields: {
    requestApiKey: int16('0+'),
    requestApiVersion: int16('0+'),
    correlationId: int32('0+'),
    clientId: string('1+', { nullable: '1+', flexible: 'none' }),
  },
});
