/**
 * Work whose signal aborts when `signal` does or after `ms`. Not AbortSignal.any with AbortSignal.timeout: their timers
 * outlive the work, thousands of them when much is sent.
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const end = () => own.abort(signal.reason);
  const timer = setTimeout(() => own.abort(new DOMException('too slow', 'TimeoutError')), ms);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
