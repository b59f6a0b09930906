import { performance } from 'node:perf_hooks';

/** Times of one operation over many inputs, in milliseconds. */
export type Times = {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly runs: number;
};

/** Runs `operation` on every input, after one unmeasured round to warm up. */
export function timeEach<T>(inputs: readonly T[], rounds: number, operation: (input: T) => void): Times {
  for (const input of inputs) operation(input);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const input of inputs) {
      const start = performance.now();
      operation(input);
      times.push(performance.now() - start);
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), max: times.at(-1) ?? Number.NaN, runs: times.length };
}

/** Milliseconds that one call takes, and what it returned. */
export async function timeOnce<T>(operation: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await operation();
  return { ms: performance.now() - start, value };
}

export function ms(value: number): string {
  return value < 10 ? `${value.toFixed(3)} ms` : `${value.toFixed(0)} ms`;
}

/** One line of a section: what was measured, the figure, the target it must reach. */
export function line(what: string, figure: string, target = ''): void {
  console.log(`  ${what.padEnd(58)} ${figure.padEnd(34)} ${target}`.trimEnd());
}
