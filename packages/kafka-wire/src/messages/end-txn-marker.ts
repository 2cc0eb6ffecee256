import { int32 } from '../definition/field.ts';
import { message } from '../definition/message.ts';

/** The value of the control record that ends a transaction in a partition. */
export const endTxnMarker = message({
  name: 'EndTxnMarker',
  versions: '0',
  flexible: 'none',
  fields: {
    coordinatorEpoch: int32('0+'),
  },
});
