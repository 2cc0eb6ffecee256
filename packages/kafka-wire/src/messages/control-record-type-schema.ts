import { int16 } from '../definition/field.ts';
import { message } from '../definition/message.ts';

/** The key of a control record: 0 abort, 1 commit, and others of the Raft log. */
export const controlRecordTypeSchema = message({
  name: 'ControlRecordTypeSchema',
  versions: '0',
  flexible: 'none',
  fields: {
    type: int16('0+'),
  },
});
