import type { Outbound } from '../channels/message.ts';
import { formatChinaTime } from '../china-time.ts';
import { guideCopy as copy } from '../copy/guide.ts';
import { revive } from '../guides/advance.ts';
import { guideById } from '../guides/catalogue.ts';
import type { Guide, Scene } from '../guides/guide.ts';
import type { GuideRun } from '../guides/run.ts';
import { reviewRows, type Walk } from './guide-say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/** ms; after so long what somebody says is heard as a question of its own first. */
export const RESTS_AFTER = 6 * 3_600_000;

/** The run whose turn it is. */
export async function activeWalk(turn: Turn): Promise<Walk | undefined> {
  if (turn.person.guide === null || turn.inbound.kind === 'group') return undefined;
  const run = await turn.records.guides.load(turn.person.guide);
  const guide = run && guideById(run.guide);
  return run?.state === 'active' && guide !== undefined ? walkOf(turn, run, guide) : undefined;
}

export function walkOf(turn: Turn, run: GuideRun, guide: Guide): Walk {
  const scene = sceneOf(turn);
  const data = run.version === guide.version ? run.data : revive(guide, run.data, scene);
  return { guide, scene, run: { ...run, data } };
}

export async function openRuns(turn: Turn): Promise<readonly { run: GuideRun; guide: Guide }[]> {
  const runs = await turn.records.guides.mine();
  return runs.flatMap((run) => {
    const guide = guideById(run.guide);
    const open = run.state === 'paused' || run.state === 'active';
    return guide !== undefined && open ? [{ run, guide }] : [];
  });
}

export function sceneOf(turn: Turn): Scene {
  const { assistant } = turn.library;
  const { region } = turn.person;
  return {
    answers: {},
    region,
    today: formatChinaTime(turn.now).slice(0, 10),
    texts: {
      clausesOf: assistant.clausesOf,
      placeOf: assistant.placeOf,
      placeById: assistant.placeById,
      places: assistant.places.map(({ id, short }) => ({ id, name: short, covered: true })),
      facts: turn.library.facts,
    },
    logged: turn.person.shift !== null,
    urgent: turn.settings.urgent,
  };
}

export async function keepWalk(turn: Turn, { run, guide }: Walk, say: readonly Outbound[]): Promise<Reply> {
  await turn.records.guides.save({ ...run, state: 'active', version: guide.version });
  return replyTo(turn, { person: { ...turn.person, guide: run.id }, say: [together(say)] });
}

export async function leave(turn: Turn, run: GuideRun, say: Outbound): Promise<Reply> {
  await turn.records.guides.save(run);
  return replyTo(turn, { person: { ...turn.person, guide: null }, say: [say] });
}

/** @returns a word about the run that was under way */
export async function putAside(turn: Turn): Promise<string[]> {
  const walk = await activeWalk(turn);
  if (walk === undefined) return [];
  await turn.records.guides.save({ ...walk.run, state: 'paused' });
  return [copy.restOf(walk.guide.name)];
}

/** Evidence outlives the walk that it was sent for: whoever goes is told, and how to be rid of it. */
export const filesStay = ({ settings }: Turn, { data }: GuideRun): string[] =>
  data.files.length === 0 || data.ticket !== null
    ? []
    : [copy.filesStay(data.files.length, settings.retain.evidence)];

/** One message: some channels allow a single answer to each word. */
export function together(say: readonly Outbound[]): Outbound {
  return { parts: say.flatMap(({ parts }) => parts), buttons: say.flatMap(({ buttons }) => buttons) };
}

/** Every walk with its answers, as its owner is given them with everything else that is kept. */
export async function describeRuns(turn: Turn): Promise<readonly Record<string, unknown>[]> {
  const { name, time, answers } = copy.export;
  return (await turn.records.guides.all()).flatMap((run) => {
    const guide = guideById(run.guide);
    if (guide === undefined) return [];
    const rows = reviewRows(walkOf(turn, run, guide)).filter(({ told }) => told);
    return {
      [name]: guide.name,
      [time]: new Date(run.updatedAt).toISOString(),
      [answers]: Object.fromEntries(rows.map(({ label, full }) => [label, full])),
    };
  });
}
