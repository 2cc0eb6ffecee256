/** What one side puts and the other takes, all at once. Counts what waits. */
export class Mailbox<T> {
  private items: T[] = [];
  private sizes: number[] = [];
  private failure: Error | null = null;
  private waiter: (() => void) | null = null;
  private closed = false;

  /** The sum of the sizes of what waits. */
  get size(): number {
    let sum = 0;
    for (const size of this.sizes) sum += size;
    return sum;
  }

  put(item: T, size: number): void {
    this.items.push(item);
    this.sizes.push(size);
    this.waiter?.();
  }

  /** The next `take` raises this, once. */
  fail(error: Error): void {
    this.failure ??= error;
    this.waiter?.();
  }

  drop(isUnwanted: (item: T) => boolean): void {
    const kept = this.items.map((item, i) => [item, this.sizes[i] ?? 0] as const).filter(([item]) => !isUnwanted(item));
    this.items = kept.map(([item]) => item);
    this.sizes = kept.map(([, size]) => size);
  }

  /** All that is there, or waits for something, but no longer than `waitMs`. One at a time may wait. */
  async take(waitMs: number): Promise<readonly T[]> {
    if (this.items.length === 0 && this.failure === null && !this.closed && waitMs > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        this.waiter = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.waiter = null;
    }
    if (this.failure !== null && this.items.length === 0) {
      const { failure } = this;
      this.failure = null;
      throw failure;
    }
    const { items } = this;
    this.items = [];
    this.sizes = [];
    return items;
  }

  close(): void {
    this.closed = true;
    this.items = [];
    this.sizes = [];
    this.waiter?.();
  }
}
