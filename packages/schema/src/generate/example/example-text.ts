/** An example as JSON; bytes are in base64, as in Protobuf's JSON mapping. `indent` is the number of spaces, by default none. */
export function exampleText(value: unknown, indent = 0): string {
  const plain = (_name: string, member: unknown): unknown =>
    member instanceof Uint8Array ? btoa(String.fromCharCode(...member)) : member;
  return JSON.stringify(value, plain, indent);
}
