/** What stands for the answer of one that gave none: it kept silent for too long, or nobody waits any more. */
export type NoAnswer = 'silent' | 'closing';

/** The answer if it comes within so many ms and before the signal. Rejects as the promise does. */
export function answerWithin<T>(answer: Promise<T>, ms: number, closing: AbortSignal): Promise<T | NoAnswer> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      closing.removeEventListener('abort', onClosing);
      settle();
    };
    const onClosing = (): void => end(() => resolve('closing'));
    const timer = setTimeout(() => end(() => resolve('silent')), ms);
    closing.addEventListener('abort', onClosing);
    answer.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    );
  });
}
