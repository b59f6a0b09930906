/** The same bytes, ended cleanly when `signal` aborts or when whoever reads goes away; the source is then cancelled. */
export function untilAborted(
  source: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let end = () => {};
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      end = () => {
        signal.removeEventListener('abort', end);
        controller.close();
        reader.cancel().catch(() => undefined);
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    },
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (signal.aborted) return;
      if (value !== undefined) controller.enqueue(value);
      if (done) end();
    },
    cancel: (reason) => {
      signal.removeEventListener('abort', end);
      return reader.cancel(reason);
    },
  });
}
