/** Size of the size that precedes each frame. */
const sizeBytes = 4;

export class FrameTooLargeError extends Error {
  override readonly name = 'FrameTooLargeError';
}

/**
 * Cuts a stream of chunks into frames (int32 size, then that many bytes). A frame that lies within one chunk is a view of
 * it; one that does not is put together in a buffer of its own size, each byte copied once.
 */
export class FrameReader {
  readonly #frameBytesMax: number;
  #size = Buffer.alloc(sizeBytes);
  #sizeFilled = 0;
  #frame: Buffer | undefined;
  #frameFilled = 0;

  constructor(frameBytesMax: number) {
    this.#frameBytesMax = frameBytesMax;
  }

  /** Whether the next bytes belong to a frame that has begun. */
  get isWithinFrame(): boolean {
    return this.#frame !== undefined || this.#sizeFilled > 0;
  }

  /** Frames that the chunk completes, in order. Raises FrameTooLargeError. */
  push(chunk: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#frame === undefined) {
        const taken = chunk.copy(this.#size, this.#sizeFilled, at, at + sizeBytes - this.#sizeFilled);
        at += taken;
        this.#sizeFilled += taken;
        if (this.#sizeFilled < sizeBytes) break;
        const size = this.#size.readInt32BE(0);
        if (size < 0 || size > this.#frameBytesMax) {
          throw new FrameTooLargeError(`a request of ${size} bytes; ${this.#frameBytesMax} is the most`);
        }
        if (chunk.length - at >= size) {
          frames.push(chunk.subarray(at, at + size));
          at += size;
          this.#sizeFilled = 0;
          continue;
        }
        this.#frame = Buffer.allocUnsafeSlow(size);
        this.#frameFilled = 0;
      }
      const taken = chunk.copy(this.#frame, this.#frameFilled, at);
      at += taken;
      this.#frameFilled += taken;
      if (this.#frameFilled < this.#frame.length) break;
      frames.push(this.#frame);
      this.#frame = undefined;
      this.#sizeFilled = 0;
    }
    return frames;
  }
}
