import type { Logger } from '@millrace/base';
import { crc32c } from '@millrace/kafka-wire';
import { viewOf } from './batch-fields.ts';
import type { Files, OpenFile } from './files.ts';
import { GroupCommit } from './group-commit.ts';

/** A journal larger than this, and four times what it was after its last rewrite, is rewritten from the state. */
const rewriteFromBytes = 1024 * 1024;
const rewriteGrowth = 4;
/** Length and checksum. */
const frameHeadBytes = 8;

export interface JournalOptions<R> {
  readonly files: Files;
  readonly path: string;
  readonly logger: Logger;
  readonly flush: 'commit' | 'os';
  /** Called for each record: on opening for those of former times, and then at once for each that is written. */
  readonly apply: (record: R) => void;
  /** Records that lead to the present state: what the journal is rewritten to when it has grown. */
  readonly snapshot: () => Iterable<R>;
}

/**
 * The durable half of decide → records → apply: small JSON records in frames of length, CRC-32C and text, one after the
 * other. A state exists because its records do. Opening cuts a torn tail.
 */
export class Journal<R> {
  readonly #options: JournalOptions<R>;
  readonly #commit: GroupCommit;
  #file: OpenFile;
  #size: number;
  #sizeAfterRewrite: number;

  constructor(options: JournalOptions<R>) {
    this.#options = options;
    this.#file = options.files.open(options.path);
    this.#size = this.#replay();
    this.#sizeAfterRewrite = this.#size;
    this.#commit = new GroupCommit(() => this.#flush());
  }

  /** Writes and applies; resolves when the records are durable. */
  record(records: readonly R[]): Promise<void> {
    for (const record of records) {
      const frame = encodeFrame(JSON.stringify(record));
      this.#file.write(frame, this.#size);
      this.#size += frame.length;
      this.#options.apply(record);
    }
    return this.#commit.request();
  }

  async close(): Promise<void> {
    await this.#commit.drain();
    this.#file.close();
  }

  #replay(): number {
    const size = this.#file.size();
    const bytes = Buffer.allocUnsafe(size);
    this.#file.read(bytes, 0);
    const view = viewOf(bytes);
    let at = 0;
    while (at + frameHeadBytes <= size) {
      const end = at + frameHeadBytes + view.getUint32(at);
      if (end > size) break;
      const text = bytes.subarray(at + frameHeadBytes, end);
      if (crc32c(text) !== view.getUint32(at + 4)) break;
      this.#options.apply(JSON.parse(text.toString('utf8')) as R);
      at = end;
    }
    if (at < size) {
      this.#options.logger.warn({ path: this.#options.path, cutBytes: size - at }, 'cut the torn tail of a journal');
      this.#file.truncate(at);
    }
    return at;
  }

  async #flush(): Promise<void> {
    if (this.#size > rewriteFromBytes && this.#size > this.#sizeAfterRewrite * rewriteGrowth) this.#rewrite();
    else if (this.#options.flush === 'commit') await this.#file.sync();
  }

  #rewrite(): void {
    const frames = Array.from(this.#options.snapshot(), (record) => encodeFrame(JSON.stringify(record)));
    const content = Buffer.concat(frames);
    this.#options.files.replaceWhole(this.#options.path, content);
    this.#file.close();
    this.#file = this.#options.files.open(this.#options.path);
    this.#size = content.length;
    this.#sizeAfterRewrite = content.length;
  }
}

function encodeFrame(text: string): Uint8Array {
  const payload = Buffer.from(text);
  const frame = Buffer.allocUnsafe(frameHeadBytes + payload.length);
  frame.writeUInt32BE(payload.length, 0);
  frame.writeUInt32BE(crc32c(payload), 4);
  payload.copy(frame, frameHeadBytes);
  return frame;
}
