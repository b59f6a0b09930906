import { injuryCopy } from '../../copy/guides/injury.ts';
import type { Choice, Scene } from '../guide.ts';
import { type Kind, kindOf, tieOf } from './case.ts';

const { evidence: copy } = injuryCopy;
type Evidence = keyof typeof copy;

/** What shows how it happened, most telling first. */
const SHOWS: Readonly<Record<Kind, readonly Evidence[]>> = {
  traffic: ['scene', 'report', 'blame', 'plate', 'camera'],
  fall: ['scene', 'camera'],
  lift: ['goods', 'scene'],
  assault: ['report', 'camera', 'wound'],
  sick: ['online', 'weather'],
  other: ['scene', 'wound'],
};
const ALWAYS: readonly Evidence[] = ['medical', 'bills', 'orders', 'told', 'chat', 'policy', 'witness'];

/** The checklist made for this case. */
export function evidenceFor(scene: Scene): readonly Choice[] {
  const tie = tieOf(scene);
  const managed: readonly Evidence[] = tie === 'managed' || tie === 'unsure' ? ['sched'] : [];
  const signed: readonly Evidence[] = tie === 'free' ? [] : ['contract'];
  const ids = new Set([
    ...ALWAYS.slice(0, 2),
    ...SHOWS[kindOf(scene)],
    ...ALWAYS.slice(2),
    ...managed,
    ...signed,
  ]);
  return [...ids].map((id) => ({ id, ...copy[id] }));
}

/** Each thing of the checklist with whether it is at hand. */
export function proofOf(scene: Scene): readonly { readonly name: string; readonly have: boolean }[] {
  const { have } = scene.answers;
  const picked = Array.isArray(have) ? have : [];
  return evidenceFor(scene).map(({ id, label }) => ({ name: label, have: picked.includes(id) }));
}
