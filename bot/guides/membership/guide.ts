import { membershipCopy as copy } from '../../copy/guides/membership.ts';
import { membership as application } from '../../papers/letters/membership.ts';
import { clausesIn } from '../advance.ts';
import * as common from '../common-steps.ts';
import type { Guide, HandOver, PaperOffer, ResultBlock, Scene } from '../guide.ts';
import { platformOf } from '../heard-steps.ts';
import { choiceStep, textStep } from '../steps.ts';
import * as unions from '../union-directory.ts';
import { asksToJoin } from './asked.ts';

const BOUND_TO_A_FIRM = ['station', 'outsourcing', 'dispatch', 'unsure'];
/** Whose union is not that of a unit: the texts send them to another (南昌 17, 石家庄 二（十）). */
const WITHOUT_EMPLOYER = ['platform', 'alone', 'unsure'];
/** Trades whose vehicles hang on a firm that is not their employer. */
const ATTACHED = ['truck', 'ridehail'];
const BENEFITS = [
  'union-hardship-help',
  'hardship-file',
  'hardship-accident',
  'warmth-visit',
  'child-study-aid',
  'union-legal-aid',
];

const isMember = ({ answers }: Scene) => answers.member === 'yes';
const isFree = ({ answers }: Scene) => WITHOUT_EMPLOYER.includes(`${answers.organiser}`);
const mayBeAttached = ({ answers }: Scene) =>
  answers.organiser === 'alone' && ATTACHED.includes(`${answers.trade}`);

const region = common.region();
const trade = common.trade();
const area = unions.area();
const member = common.member();
const union = textStep({ id: 'union', ...copy.union, optional: true, applies: isMember, most: 40 });
const organiser = common.organiser({
  matters: (scene) =>
    clausesIn(scene, ['join-union-no-employer']).length > 0 ? ['join-union-no-employer'] : [],
});
const platform = common.platform({
  applies: ({ answers }) => answers.organiser !== 'alone',
  prompt: (scene) => (isFree(scene) ? copy.longest : copy.platform),
});
const firm = common.firm({
  applies: (scene) => BOUND_TO_A_FIRM.includes(`${scene.answers.organiser}`) || mayBeAttached(scene),
  prompt: (scene) => (mayBeAttached(scene) ? copy.attached : copy.firm),
});
const hours = choiceStep({
  id: 'hours',
  ...copy.hours,
  optional: true,
  choices: common.choicesFrom(copy.hours.choices),
  applies: (scene) => !isMember(scene),
});
const wish = textStep({ id: 'wish', ...copy.wish, optional: true, personal: true, most: 200 });
const name = common.name();
const phone = common.phone();

export const membership: Guide = {
  id: 'membership',
  code: 'mb',
  version: 3,
  kind: 'membership',
  already: { topics: [copy.topic, copy.transferTopic], way: 'stop' },
  name: copy.name,
  summary: copy.summary,
  intro: copy.intro,
  about: ['join-union', 'join-union-no-employer', 'join-union-procedure', 'union-services', 'union-care'],
  isAskedFor: asksToJoin,
  prefill: common.workIn,
  steps: [region, trade, area, member, union, organiser, platform, firm, hours, wish, name, phone],
  finish: (scene) => ({
    blocks: [
      ...(isMember(scene) ? transfer(scene) : route(scene)),
      ...unions.directory(unionsOf(scene)),
      ...benefits(scene),
    ],
    papers: isMember(scene) ? [] : [applicationOf(scene)],
    handOver: handOverOf(scene),
  }),
};

function route(scene: Scene): readonly ResultBlock[] {
  const named = firmOf(scene);
  const place = common.placeName(scene);
  const free = isFree(scene);
  const unit = named === null ? copy.lead.unitUnknown : copy.lead.unit(named);
  const elsewhere = clausesIn(scene, ['join-union']).length > 0;
  const written = common.standing(clausesIn(scene, ['join-union-no-employer'])).length > 0;
  const silent = free && elsewhere && clausesIn(scene, ['join-union-no-employer']).length === 0;
  const without = written ? copy.lead.free : copy.lead.freeHere;
  return [
    { kind: 'lead', text: free ? without : unit },
    {
      kind: 'clauses',
      heading: copy.routes.heading,
      matters: mattersOf(scene),
      silent: common.silence(scene, copy.routes.silent),
    },
    ...(silent ? [{ kind: 'small', text: copy.notWritten(place) } as const] : []),
    ...(free && named === null
      ? []
      : [{ kind: 'text', text: free ? copy.firmAsked(named ?? '') : copy.unitNone } as const]),
  ];
}

function transfer(scene: Scene): readonly ResultBlock[] {
  const named = common.told(scene, union);
  return [
    { kind: 'lead', text: copy.lead.member },
    { kind: 'text', text: named === null ? copy.transferUnknown : copy.transfer(named) },
  ];
}

function benefits(scene: Scene): readonly ResultBlock[] {
  const { heading, silent } = copy.benefits;
  const conditional = clausesIn(scene, BENEFITS).some(({ quote }) => quote.includes(copy.conditional));
  return [
    { kind: 'clauses', heading, matters: BENEFITS, silent: common.silence(scene, silent) },
    ...(conditional ? [{ kind: 'small', text: copy.conditions } as const] : []),
  ];
}

function applicationOf(scene: Scene): PaperOffer {
  const make = () =>
    application(
      {
        name: common.told(scene, name),
        phone: common.told(scene, phone),
        trade: common.told(scene, trade),
        platform: common.told(scene, platform),
        company: common.told(scene, firm),
        station: null,
        place: common.told(scene, region),
        union: addressee(scene),
        organiser: common.told(scene, organiser),
        hours: common.told(scene, hours),
        since: null,
        member: null,
      },
      { day: scene.today, citations: common.clausesForLetter(scene, mattersOf(scene)) },
    );
  return { kind: 'membership', name: copy.paper, make };
}

function handOverOf(scene: Scene): HandOver {
  return {
    nameless: false,
    ticket: {
      kind: 'membership',
      urgent: false,
      trade: common.told(scene, trade),
      topic: isMember(scene) ? copy.transferTopic : copy.topic,
      matters: mattersOf(scene),
      contact: { name: common.told(scene, name), phone: common.told(scene, phone) },
    },
  };
}

/** The firm whose union comes first: that of the unit, or the one worked for longest or attached to. */
function firmOf(scene: Scene): string | null {
  return common.told(scene, firm) ?? (isFree(scene) ? (platformOf(scene)?.name ?? null) : null);
}

function unionsOf(scene: Scene) {
  return unions.unionsNear(scene, [firmOf(scene), platformOf(scene)?.name ?? null]);
}

/** Nobody else's union is written over the letter of somebody who has a unit: only its own, or a gap. */
function addressee(scene: Scene): string | null {
  const [first] = unionsOf(scene);
  if (first === undefined) return null;
  return isFree(scene) || unions.isOf(first, [firmOf(scene)]) ? first.name : null;
}

/** What is written for those without an employer comes first, unless the clauses for everybody hold it already. */
function mattersOf(scene: Scene): string[] {
  if (!isFree(scene)) return ['join-union'];
  const everybody = clausesIn(scene, ['join-union']).map(({ id, quote }) => `${id} ${quote}`);
  const own = clausesIn(scene, ['join-union-no-employer']).map(({ id, quote }) => `${id} ${quote}`);
  return own.every((one) => everybody.includes(one))
    ? ['join-union', 'join-union-no-employer']
    : ['join-union-no-employer', 'join-union'];
}
