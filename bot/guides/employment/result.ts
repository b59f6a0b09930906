import { employmentCopy as copy } from '../../copy/guides/employment.ts';
import { evidenceList } from '../../papers/letters/evidence-list.ts';
import { clausesIn } from '../advance.ts';
import * as common from '../common-steps.ts';
import type { GuideId, PaperOffer, Result, ResultBlock, Scene } from '../guide.ts';
import { factors, hasFactors, toldIn } from './steps.ts';
import { CLASSES, changesOf, FACTORS, type Factor, pointsTo, type WorkClass, weigh } from './weigh.ts';

const MOST_CHANGES = 3;
const PARTNERS = ['station', 'outsourcing'];

/** What the class is owed, by the matters of the bank. */
const OWED = {
  own: 'self-employed-civil-law',
  between: 'written-agreement-duty',
  employed: 'labour-contract-duty',
} as const satisfies Record<WorkClass, string>;

export function resultOf(scene: Scene): Result {
  const { answers } = scene;
  const told = toldIn(scene);
  const contract = answers.paper === 'contract';
  const { nearest, mixed } = weigh(told, contract);
  const sure = mixed ? null : nearest;
  return {
    blocks: eachClauseOnce(scene, [
      ...leadBlocks(nearest, mixed, contract),
      ...factBlocks(scene),
      ...howBlocks(scene, sure),
      owedBlock(scene, sure),
      ...whoBlocks(scene),
      ...paperBlocks(scene),
      ...routeBlocks(sure),
      ...changeBlocks(scene, contract),
      { kind: 'text', text: copy.evidence },
      { kind: 'list', items: evidenceOf(scene) },
      { kind: 'text', text: copy.nextAsk },
    ]),
    papers: [evidencePaper(scene)],
    leadsTo: leadsTo(scene),
    handOver: {
      nameless: true,
      ticket: {
        kind: 'question',
        urgent: false,
        trade: null,
        topic: copy.topic,
        matters: ['three-classes-which-am-i'],
        contact: null,
      },
    },
  };
}

/** A block of clauses that all stand above already says nothing new. */
function eachClauseOnce(scene: Scene, blocks: readonly ResultBlock[]): ResultBlock[] {
  const shown = new Set<string>();
  return blocks.filter((block) => {
    if (block.kind !== 'clauses') return true;
    const keys = clausesIn(scene, block.matters).map(({ id, quote }) => id + quote);
    const isNew = keys.length === 0 || keys.some((key) => !shown.has(key));
    for (const key of keys) shown.add(key);
    return isNew;
  });
}

function leadBlocks(nearest: WorkClass | null, mixed: boolean, contract: boolean): ResultBlock[] {
  const blocks: ResultBlock[] = [];
  if (nearest === null) blocks.push({ kind: 'lead', text: copy.leadTooLittle });
  else if (!mixed) blocks.push({ kind: 'lead', text: copy.lead[nearest] });
  else blocks.push({ kind: 'lead', text: copy.leadMixed }, { kind: 'text', text: copy.nearer[nearest] });
  if (contract) blocks.push({ kind: 'text', text: copy.contract });
  blocks.push({ kind: 'text', text: copy.noVerdict });
  return blocks;
}

/** The facts for and against, as they were told. */
function factBlocks(scene: Scene): ResultBlock[] {
  const told = toldIn(scene);
  return [...CLASSES].reverse().flatMap((points): ResultBlock[] => {
    const items = FACTORS.filter((factor) => pointsTo(factor, told[factor]) === points).map((factor) =>
      copy.fact(copy.factors[factor].label, formatAnswer(scene, factor)),
    );
    return items.length === 0
      ? []
      : [
          { kind: 'text', text: copy.facts[points] },
          { kind: 'list', items },
        ];
  });
}

function formatAnswer(scene: Scene, factor: Factor, answer = scene.answers[factor]): string {
  const step = factors.find(({ id }) => id === factor);
  return step === undefined || answer === undefined ? '' : step.format(answer, scene);
}

/** Who decides and by what. The factors are the text's own only where it lists them. */
function howBlocks(scene: Scene, sure: WorkClass | null): ResultBlock[] {
  const place = common.placeName(scene);
  const note: ResultBlock = {
    kind: 'small',
    text: hasFactors(scene) ? copy.listed : copy.unlisted(place),
  };
  // 淄博 has one clause for both; it is shown once.
  const owed = clausesIn(scene, owedMatters(scene, sure));
  const how = clausesIn(scene, ['recognition-by-facts']);
  const above =
    how.length > 0 && how.every(({ id, quote }) => owed.some((one) => one.id === id && one.quote === quote));
  if (above) return [note, { kind: 'small', text: copy.howAbove(place) }];
  const byFacts = clausesIn(scene, ['relation-decided-by-facts']).length > 0;
  // Only where the text says by what it is decided: a paper with another name is then not the last word.
  const otherName = ['coop', 'click', 'shop'].includes(`${scene.answers.paper}`);
  return [
    {
      kind: 'clauses',
      heading: byFacts ? copy.how : copy.howOnly(place),
      matters: ['recognition-by-facts'],
      silent: copy.howSilent(place),
    },
    ...(otherName && byFacts ? [{ kind: 'text', text: copy.onPaper } as const] : []),
    note,
  ];
}

function owedMatters({ answers }: Scene, sure: WorkClass | null): string[] {
  const own = sure === null ? ['three-classes-which-am-i'] : [OWED[sure]];
  return sure === 'employed' && answers.organiser === 'dispatch'
    ? [...own, 'dispatch-written-contract']
    : own;
}

function owedBlock(scene: Scene, sure: WorkClass | null): ResultBlock {
  return {
    kind: 'clauses',
    heading: sure === null ? copy.owedAll : copy.owed[sure],
    matters: owedMatters(scene, sure),
    silent: copy.owedSilent(common.placeName(scene)),
  };
}

/** Who is the boss, where more than one firm may be. */
function whoBlocks(scene: Scene): ResultBlock[] {
  const organiser = `${scene.answers.organiser}`;
  const silent = copy.whoSilent(common.placeName(scene));
  if (PARTNERS.includes(organiser))
    return [
      { kind: 'clauses', heading: copy.who.partner, matters: ['partner-harm-platform-liability'], silent },
    ];
  if (organiser === 'dispatch')
    return [{ kind: 'clauses', heading: copy.who.dispatch, matters: ['dispatch-platform-duty'], silent }];
  if (organiser === 'unsure')
    return [
      { kind: 'text', text: copy.whoFirst },
      { kind: 'clauses', heading: copy.who.unsure, matters: ['who-is-my-employer'], silent },
    ];
  return [];
}

function paperBlocks(scene: Scene): ResultBlock[] {
  const { answers } = scene;
  const place = common.placeName(scene);
  const blocks: ResultBlock[] = [];
  if (answers.paper === 'coop')
    blocks.push({
      kind: 'clauses',
      heading: copy.onContractor,
      matters: ['contract-lease-joint-operation'],
      silent: null,
    });
  if (answers.paper === 'shop')
    blocks.push({
      kind: 'clauses',
      heading: copy.shop,
      matters: ['forced-individual-business'],
      silent: copy.shopSilent(place),
    });
  return blocks;
}

function routeBlocks(sure: WorkClass | null): ResultBlock[] {
  if (sure === null || sure === 'employed') return [];
  const matters = [
    'no-relation-guided-to-court',
    ...(sure === 'between' ? ['not-fully-fit-harm-liability'] : []),
  ];
  return [{ kind: 'clauses', heading: copy.route, matters, silent: null }];
}

function changeBlocks(scene: Scene, contract: boolean): ResultBlock[] {
  const changes = changesOf(toldIn(scene), contract).slice(0, MOST_CHANGES);
  if (changes.length === 0) return [];
  const items = changes.map(({ factor, answer, to }) =>
    copy.change(copy.factors[factor].label, formatAnswer(scene, factor, answer), copy.classes[to]),
  );
  return [
    { kind: 'text', text: copy.changes },
    { kind: 'list', items },
  ];
}

/** What shows the facts that somebody told; who told none keeps all of it. */
function evidenceOf(scene: Scene): string[] {
  const told = toldIn(scene);
  const shown = FACTORS.filter((factor) => {
    const points = pointsTo(factor, told[factor]);
    return points === undefined || points !== 'own' || factor === 'pay';
  });
  const signed = scene.answers.paper === 'none' ? [] : [copy.paper.proof];
  return [...shown.map((factor) => copy.factors[factor].proof), ...signed];
}

/** Who signed has something to look over; who did not may complain. */
function leadsTo({ answers }: Scene): readonly GuideId[] {
  if (answers.paper === undefined) return ['agreement', 'complaint'];
  return answers.paper === 'none' ? ['complaint'] : ['agreement'];
}

function evidencePaper(scene: Scene): PaperOffer {
  return {
    kind: 'evidence-list',
    name: copy.paperName,
    make: () =>
      evidenceList(
        {
          name: null,
          phone: null,
          platform: null,
          company: null,
          matter: copy.matter,
          proof: evidenceOf(scene).map((name) => ({ name, have: false })),
          office: null,
        },
        { day: scene.today, citations: clausesIn(scene, ['recognition-by-facts']) },
      ),
  };
}
