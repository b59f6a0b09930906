import { complaintCopy as copy } from '../../copy/guides/complaint.ts';
import type { Choice, Scene } from '../guide.ts';
import { type Trouble, tieOf, troubleOf } from './trouble.ts';

type Evidence = keyof typeof copy.evidence;

/** What helps for each trouble, most telling first. */
const HELPS: Readonly<Record<Trouble, readonly Evidence[]>> = {
  pay: ['flow', 'bank', 'orders', 'sched', 'chat', 'paper'],
  deposit: ['receipt', 'bank', 'chat', 'paper', 'witness'],
  id: ['chat', 'audio', 'photo', 'paper', 'witness'],
  fines: ['ticket', 'orders', 'chat', 'rules', 'appeal', 'audio'],
  ban: ['notice', 'appeal', 'orders', 'chat', 'rules'],
  price: ['rules', 'flow', 'orders', 'chat'],
  selfemployed: ['register', 'chat', 'paper', 'rules', 'flow'],
  overtime: ['online', 'orders', 'sched', 'chat', 'rules', 'flow'],
  weather: ['weather', 'orders', 'flow', 'chat', 'photo'],
  injury: ['medical', 'photo', 'orders', 'chat', 'paper'],
  bias: ['advert', 'chat', 'audio', 'rules', 'witness'],
  contract: ['sched', 'flow', 'chat', 'uniform', 'paper', 'witness'],
  insurance: ['insured', 'flow', 'paper', 'sched', 'chat'],
  women: ['medical', 'chat', 'sched', 'paper', 'audio', 'witness'],
  other: ['chat', 'orders', 'flow', 'photo', 'paper'],
};

/** What shows how somebody is managed where no labour contract was signed (南昌 18: hours, pay, tools, supervision, penalties). */
const SHOWS_MANAGEMENT: readonly Evidence[] = ['sched', 'uniform', 'rules'];
const NEEDS_NO_TIE: readonly Trouble[] = ['id', 'bias'];

/** The checklist made for this case. */
export function evidenceFor(scene: Scene): readonly Choice[] {
  const trouble = troubleOf(scene);
  const managed = !NEEDS_NO_TIE.includes(trouble) && ['managed', 'unsure'].includes(tieOf(scene));
  const ids = new Set([...HELPS[trouble], ...(managed ? SHOWS_MANAGEMENT : [])]);
  return [...ids].map((id) => ({ id, ...copy.evidence[id] }));
}

/** Each thing of the checklist with whether it is at hand. */
export function proofOf(scene: Scene): readonly { readonly name: string; readonly have: boolean }[] {
  const { proof } = scene.answers;
  const picked = Array.isArray(proof) ? proof : [];
  return evidenceFor(scene).map(({ id, label }) => ({ name: label, have: picked.includes(id) }));
}
