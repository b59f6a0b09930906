import { injuryCopy as copy } from '../../copy/guides/injury.ts';
import type { ResultBlock, Scene } from '../guide.ts';
import { hurtOf, isGrave, kindOf } from './case.ts';
import { proofOf } from './evidence.ts';
import { routeBlocks } from './routes.ts';

const HARDSHIP = ['hardship-accident', 'hardship-file', 'warmth-visit'];

/** What somebody who was hurt reads at the end: what to do, which way the insurance goes, and what to keep. */
export function resultBlocks(scene: Scene): readonly ResultBlock[] {
  const { doing } = scene.answers;
  const note = doing === 'commute' || doing === 'off' ? [copy.doingNote[doing]] : [];
  return [
    { kind: 'lead', text: leadOf(scene) },
    { kind: 'text', text: copy.todo },
    { kind: 'list', items: todo(scene) },
    ...deadlines(scene),
    ...note.map((words): ResultBlock => ({ kind: 'text', text: words })),
    ...routeBlocks(scene),
    { kind: 'text', text: copy.insurance.head },
    { kind: 'list', items: insuranceLines(scene) },
    { kind: 'text', text: copy.proofHead },
    { kind: 'list', items: proofLines(scene) },
    ...(isGrave(scene)
      ? [{ kind: 'clauses', today: true, heading: copy.hardship, matters: HARDSHIP, silent: null } as const]
      : []),
  ];
}

function leadOf(scene: Scene): string {
  const hurt = hurtOf(scene);
  return hurt === 'gone' || hurt === 'back' ? copy.lead[hurt] : copy.lead.hurt;
}

/** In order; what was said to be done is left out. */
function todo(scene: Scene): readonly string[] {
  const { police, have, doing } = scene.answers;
  const picked = Array.isArray(have) ? have : [];
  const asked = kindOf(scene) === 'traffic' || kindOf(scene) === 'assault';
  return [
    ...(asked && police === 'fled' ? [copy.do.fled] : []),
    ...(asked && police !== 'fled' && police !== 'yes' ? [copy.do.police] : []),
    ...(asked && police === 'yes' && !picked.includes('blame') ? [copy.do.policePaper] : []),
    ...(hurtOf(scene) === 'gone' || doing === 'off' ? [] : [copy.do.doctor]),
    copy.do.bills,
    ...(picked.includes('told') ? [] : [copy.do.platform]),
    ...(picked.includes('chat') ? [] : [copy.do.boss]),
    copy.do.insurer,
    copy.do.sign,
  ];
}

/** The texts set no time in which an injury is to be reported: only what an admin wrote down, with its source. */
function deadlines({ region, today, texts }: Scene): readonly ResultBlock[] {
  const rows = (['injury-report', 'injury-claim'] as const).flatMap((what) =>
    texts.facts.deadlines(what, region, today),
  );
  if (rows.length === 0) return [{ kind: 'text', text: copy.noDeadlines }];
  return [
    { kind: 'text', text: copy.deadlines },
    { kind: 'list', items: rows.map(({ text, note }) => copy.deadline(text, note)) },
  ];
}

function insuranceLines({ answers: { insured } }: Scene): readonly string[] {
  const { insurance } = copy;
  const has = (one: string) => Array.isArray(insured) && insured.includes(one);
  return [
    ...(has('daily') ? [insurance.daily, insurance.dailyWho] : []),
    ...(has('company') ? [insurance.company] : []),
    ...(has('own') ? [insurance.own] : []),
    ...(has('social') ? [insurance.social] : []),
    ...(Array.isArray(insured) && insured.length === 0 ? [insurance.none] : []),
    ...(insured === undefined ? [insurance.unsure] : []),
    ...(has('daily') || has('company') || insured === undefined ? [insurance.whoPays] : []),
    insurance.noPromise,
  ];
}

function proofLines(scene: Scene): readonly string[] {
  const names = (have: boolean) =>
    proofOf(scene)
      .filter((one) => one.have === have)
      .map(({ name }) => name)
      .join('；');
  const [have, want] = [names(true), names(false)];
  return [...(have === '' ? [] : [copy.ready(have)]), ...(want === '' ? [] : [copy.want(want)]), copy.keep];
}
