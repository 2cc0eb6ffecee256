import { MillraceError } from '@millrace/base';
import { parseProtoText } from './text/parse-file.ts';
import { printProto } from './text/print.ts';

/** The text without its comments: clients that send a descriptor have none, and mean the same schema. */
export function protobufIdentity(text: string): string {
  if (!/\/[/*]/.test(text)) return text;
  try {
    return printProto(parseProtoText(text, { keepsComments: false }));
  } catch (error) {
    // A text that another program keeps, and that is nothing to us but itself.
    if (error instanceof MillraceError) return text;
    throw error;
  }
}
