/** The only error that this codec raises: bytes that are not what the protocol says, or a value that it cannot carry. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
