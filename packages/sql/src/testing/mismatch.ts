/** A case is not as its file expects. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}
