/**
 * Says what is wrong with a payload that begins at `offset`, behind the frame of the schema's id: where in it, and what was
 * expected. Undefined when it is a value of the schema, from there to the end of the bytes.
 */
export type PayloadCheck = (bytes: Uint8Array, offset: number) => string | undefined;
