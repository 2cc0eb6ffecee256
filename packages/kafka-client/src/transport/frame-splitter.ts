import { Buffer } from 'node:buffer';

const sizeBytes = 4;

/**
 * Cuts a stream of bytes into frames, each behind its size (int32). A frame within one chunk is a view of it; one that
 * spans chunks is copied once into a buffer of its own.
 */
export class FrameSplitter {
  private readonly onFrame: (frame: Buffer) => void;
  private readonly frameBytesMax: number;
  private head: Buffer = Buffer.alloc(0);
  private partial: Buffer | null = null;
  private filled = 0;

  /** @param onFrame is given each frame without its size. */
  constructor(onFrame: (frame: Buffer) => void, frameBytesMax: number) {
    this.onFrame = onFrame;
    this.frameBytesMax = frameBytesMax;
  }

  /** Takes the next bytes. Raises an error for a size that is negative or beyond the limit; the stream is lost then. */
  push(bytes: Buffer): void {
    let chunk = bytes;
    if (this.head.length > 0) {
      chunk = Buffer.concat([this.head, chunk]);
      this.head = Buffer.alloc(0);
    }
    let at = 0;
    if (this.partial !== null) {
      at = this.fill(this.partial, chunk, 0);
      if (this.partial !== null) return;
    }
    while (chunk.length - at >= sizeBytes) {
      const size = chunk.readInt32BE(at);
      if (size < 0 || size > this.frameBytesMax) throw new Error(`a frame of ${size} bytes`);
      at += sizeBytes;
      if (chunk.length - at >= size) {
        this.onFrame(chunk.subarray(at, at + size));
        at += size;
      } else {
        this.filled = 0;
        this.partial = Buffer.allocUnsafeSlow(size);
        at = this.fill(this.partial, chunk, at);
        return;
      }
    }
    if (at < chunk.length) this.head = chunk.subarray(at);
  }

  private fill(partial: Buffer, chunk: Buffer, at: number): number {
    const copied = chunk.copy(partial, this.filled, at);
    this.filled += copied;
    if (this.filled === partial.length) {
      this.partial = null;
      this.onFrame(partial);
    }
    return at + copied;
  }
}
