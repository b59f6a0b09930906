import { DEADLINE_NAMES, type DeadlineName, type OfficeRole } from '#knowledge';
import { complaintCopy as copy } from '../../copy/guides/complaint.ts';
import { clausesIn, clausesToday } from '../advance.ts';
import { placeName, standing } from '../common-steps.ts';
import type { ResultBlock, Scene } from '../guide.ts';
import { moneyOf } from '../heard-steps.ts';
import { formatMoney } from '../understand/index.ts';
import { proofOf } from './evidence.ts';
import { groundIsNamed, partnerMatters, routeMatters, touchedMatters } from './matters.ts';
import { routeOf, type Way } from './route.ts';
import { type Trouble, tieOf, troubleOf } from './trouble.ts';

const text = (words: string): ResultBlock => ({ kind: 'text', text: words });
const small = (words: string): ResultBlock => ({ kind: 'small', text: words });

/** What a complaint ends in: the clause and how hard it is, the way, the offices, the times, the proof. */
export function resultBlocks(scene: Scene): readonly ResultBlock[] {
  return [
    ...touched(scene),
    ...partner(scene),
    ...route(scene),
    ...offices(scene),
    ...times(scene),
    ...proof(scene),
  ];
}

function touched(scene: Scene): readonly ResultBlock[] {
  const trouble = troubleOf(scene);
  const matters = touchedMatters(scene);
  const clauses = clausesIn(scene, matters);
  const written = clauses.length > 0;
  const how = !written ? 'silent' : standing(clauses).length > 0 ? 'written' : 'past';
  const lead = leadOf(trouble, how, placeName(scene));
  const blocks: ResultBlock[] = [{ kind: 'lead', text: lead }];
  if (trouble === 'id') blocks.push(...copy.urgent.map(text));
  if (trouble === 'injury') blocks.push(text(copy.hurt.prompt[1]));
  if (written) blocks.push({ kind: 'clauses', heading: copy.touched, matters, silent: null });
  if (how !== 'written' && trouble !== 'other') blocks.push(text(copy.lead.silentNext));
  if (trouble === 'bias' && written && !groundIsNamed(scene)) blocks.push(small(copy.unlisted));
  return [...blocks, ...figures(scene)];
}

function leadOf(trouble: Trouble, how: 'silent' | 'written' | 'past', place: string): string {
  if (trouble === 'other') return copy.lead.other;
  if (trouble === 'women' && how === 'silent') return copy.lead.silentWomen(place);
  return copy.lead[how](place, copy.matter[trouble]);
}

/** What the figures of the clauses mean for this worker, only where their own text has them. */
function figures(scene: Scene): readonly ResultBlock[] {
  const trouble = troubleOf(scene);
  const states = (matter: string) => clausesIn(scene, [matter]).length > 0;
  const blocks: ResultBlock[] = [];
  if (trouble === 'pay' && states('arrears-extra-compensation')) {
    const sum = moneyOf(scene, 'much');
    if (sum !== undefined)
      blocks.push(text(copy.extra(formatMoney({ ...sum, from: Math.round(sum.from * LEAST_EXTRA) }))));
    blocks.push(small(copy.extraWho));
  }
  if (trouble === 'pay')
    blocks.push({ kind: 'clauses', heading: copy.clock, matters: ['arrears-clock'], silent: null });
  const fine =
    trouble === 'deposit' ? 'deposit-fine' : trouble === 'overtime' ? 'forced-overtime-fine' : null;
  if (fine !== null && states(fine)) blocks.push(small(copy.fineWho));
  return blocks;
}
/** 吉林 44: 50% to 100% of what is owed. */
const LEAST_EXTRA = 0.5;

function partner(scene: Scene): readonly ResultBlock[] {
  const matters = partnerMatters(scene);
  return matters.length === 0 ? [] : [{ kind: 'clauses', heading: copy.partner, matters, silent: null }];
}

function route(scene: Scene): readonly ResultBlock[] {
  const trouble = troubleOf(scene);
  const ways = routeOf(scene);
  const tie = tieOf(scene);
  const asked = trouble !== 'id' && trouble !== 'bias';
  return [
    ...(asked ? [text(copy.who[tie])] : []),
    ...(asked && tie !== 'contract' ? [PROTECTED] : []),
    text(copy.steps),
    { kind: 'list', items: ways.map((way, at) => copy.step(at + 1, copy.route[way])) },
    ...(asked && tie === 'free' ? [small(copy.freeBut)] : []),
    {
      kind: 'clauses',
      today: true,
      heading: copy.routeClauses,
      matters: routeMatters(scene),
      silent: copy.routeSilent(placeName(scene)),
    },
    ...(ways.some((way) => way === 'courtDirect' || way === 'courtIf') && !sendsToCourt(scene)
      ? [small(copy.courtSilent(placeName(scene)))]
      : []),
  ];
}

/** 吉林 47 alone says that a firm answers to those without a labour relation too. */
const PROTECTED: ResultBlock = {
  kind: 'clauses',
  heading: copy.protected,
  matters: ['not-fully-fit-harm-liability'],
  silent: null,
};

/** 云南 23 and 南昌 18 say where those without a labour relation go; the others do not. */
const sendsToCourt = (scene: Scene) => clausesToday(scene, ['no-relation-guided-to-court']).length > 0;

const OFFICES: Readonly<Partial<Record<Way, readonly OfficeRole[]>>> = {
  union: ['mediation'],
  inspection: ['labour-inspectorate'],
  inspectionFree: ['labour-inspectorate'],
  post: ['post'],
  traffic: ['traffic'],
  arbitration: ['arbitration'],
  arbitrationIf: ['arbitration'],
  courtAfter: ['court', 'legal-aid'],
  courtDirect: ['court', 'legal-aid'],
  courtIf: ['court', 'legal-aid'],
  courtOrArbitration: ['legal-aid'],
};

/** The nearest of each kind, from the table that the union keeps; none of it is in the texts. */
function offices(scene: Scene): readonly ResultBlock[] {
  const { region, texts, today } = scene;
  const extra: readonly OfficeRole[] = troubleOf(scene) === 'insurance' ? ['social-insurance'] : [];
  const roles = [...new Set([...extra, ...routeOf(scene).flatMap((way) => OFFICES[way] ?? [])])];
  const items = roles.flatMap((role) =>
    texts.facts
      .offices(role, region, today)
      .slice(0, 1)
      .map(({ name, address, phone, hours, note }) =>
        copy.office(name, [address, phone, hours].filter((part) => part !== undefined).join('，'), note),
      ),
  );
  if (items.length === 0) return [small(copy.noOffices)];
  return [text(copy.offices), { kind: 'list', items }];
}

const TIMES: Readonly<Partial<Record<Way, DeadlineName>>> = {
  inspection: 'inspection-limit',
  inspectionFree: 'inspection-limit',
  arbitration: 'arbitration-limit',
  arbitrationIf: 'arbitration-limit',
  courtAfter: 'court-after-arbitration',
};

function times(scene: Scene): readonly ResultBlock[] {
  const { region, texts, today } = scene;
  const names = [...new Set(routeOf(scene).flatMap((way) => TIMES[way] ?? []))];
  const items = names.flatMap((what) =>
    texts.facts
      .deadlines(what, region, today)
      .slice(0, 1)
      .map((row) => copy.deadline(DEADLINE_NAMES[what], row.text, row.note)),
  );
  if (items.length === 0) return [text(copy.noDeadlines)];
  return [text(copy.deadlines), { kind: 'list', items }, small(copy.noDeadlines)];
}

function proof(scene: Scene): readonly ResultBlock[] {
  const all = proofOf(scene);
  const named = (have: boolean) => all.filter((one) => one.have === have).map(({ name }) => name);
  const items = [
    { names: named(true), line: copy.have },
    { names: named(false), line: copy.want },
  ].flatMap(({ names, line }) => (names.length === 0 ? [] : [line(names.join('、'))]));
  return [text(copy.proofHead), { kind: 'list', items }, small(copy.keep)];
}
