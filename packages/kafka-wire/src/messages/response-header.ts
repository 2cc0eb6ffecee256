import { int32 } from '../definition/field.ts';
import { message } from '../definition/message.ts';

/** The header of every response. */
export const responseHeader = message({
  name: 'ResponseHeader',
  versions: '0-1',
  flexible: '1+',
  fields: {
    correlationId: int32('0+'),
  },
});
