import { readdirSync, readFileSync } from 'node:fs';

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: ticks of a second, on every machine that Node runs on. */
const TICKS = 100;
const PAGE = 4096;

type Stat = { readonly parent: number; readonly cpu: number; readonly resident: number };

/**
 * Watches the resident memory of a process and all below it, as Linux tells it.
 * @returns at the end, the most that all had together (bytes), and the processor time of those below it (ms)
 */
export function watchMemory(pid: number): {
  readonly end: () => { readonly peak: number; readonly cpu: number };
} {
  let peak = 0;
  const times = new Map<number, number>();
  const look = () => {
    const stats = new Map<number, Stat>();
    for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) addStat(stats, Number(name));
    const mine = (id: number): boolean => {
      const stat = stats.get(id);
      return id === pid || (stat !== undefined && stat.parent > 1 && mine(stat.parent));
    };
    let sum = 0;
    for (const [id, { cpu, resident }] of stats) {
      if (!mine(id)) continue;
      sum += resident;
      if (id !== pid) times.set(id, cpu);
    }
    peak = Math.max(peak, sum);
  };
  look();
  const timer = setInterval(look, 250);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return { peak, cpu: [...times.values()].reduce((sum, ms) => sum + ms, 0) };
    },
  };
}

/** A process may end while it is looked at. */
function addStat(stats: Map<number, Stat>, id: number): void {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything.
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (n: number) => Number(rest[n - 3]);
    stats.set(id, {
      parent: field(4),
      cpu: ((field(14) + field(15)) * 1000) / TICKS,
      resident: field(24) * PAGE,
    });
  } catch {
    stats.delete(id);
  }
}
