import { helpCopy as copy } from '../../copy/guides/help.ts';
import { helpRequest } from '../../papers/letters/help-request.ts';
import { clausesIn } from '../advance.ts';
import * as common from '../common-steps.ts';
import type { Guide, GuideId, HandOver, PaperOffer, ResultBlock, Scene } from '../guide.ts';
import { choiceStep, textStep } from '../steps.ts';
import * as unions from '../union-directory.ts';
import { asksForHelp, needsIn } from './asked.ts';

const MOST_STORY = 500;
const HARDSHIP = ['hardship-file', 'union-hardship-help', 'warmth-visit'];
/** 南昌 17 takes up those whom an accident has put in need, and says nothing of others. */
const ACCIDENT = 'hardship-accident';
/** What may be such an accident; the union says whether it is. */
const MAY_BE_ACCIDENT = ['accident', 'disaster', 'other'];
const SCHOOL = 'child-study-aid';

const isMember = ({ answers }: Scene) => answers.member === 'yes';

const region = common.region();
const what = choiceStep({
  id: 'what',
  ...copy.what,
  choices: common.choicesFrom(copy.what.choices),
  understand: (words) => {
    const [first, ...others] = needsIn(words);
    if (first === undefined) return { kind: 'none' };
    return others.length === 0
      ? { kind: 'value', value: first }
      : { kind: 'options', values: [first, ...others] };
  },
});
const story = textStep({ id: 'story', ...copy.story, optional: true, personal: true, most: MOST_STORY });
const household = textStep({ id: 'household', ...copy.household, optional: true, personal: true, most: 200 });
/** Why it is asked: one text takes up members only. Where none does, nothing is said to be missing. */
const member = common.member({
  matters: (scene) => (clausesIn(scene, ['hardship-file']).length > 0 ? ['hardship-file'] : []),
});
const union = textStep({ id: 'union', ...copy.union, optional: true, applies: isMember, most: 40 });
const firm = common.firm({ ...copy.firm, applies: (scene) => !isMember(scene) });
const trade = common.trade();
const area = unions.area();
const name = common.name({ ...copy.named, optional: true });
const phone = common.phone();

export const help: Guide = {
  id: 'help',
  code: 'hp',
  version: 1,
  kind: 'help',
  already: { topics: Object.values(copy.what.choices).map(({ label }) => label), way: 'tell' },
  name: copy.name,
  summary: copy.summary,
  intro: copy.intro,
  about: [
    'union-hardship-help',
    'hardship-file',
    'hardship-accident',
    'warmth-visit',
    'child-study-aid',
    'hardship-amount',
  ],
  isAskedFor: asksForHelp,
  prefill: (words, scene) => {
    const [need, ...others] = needsIn(words);
    return {
      ...common.workIn(words, scene),
      ...(need === undefined || others.length > 0 ? {} : { what: need }),
    };
  },
  steps: [region, what, story, household, member, union, firm, trade, area, name, phone],
  finish: (scene) => ({
    blocks: [
      { kind: 'lead', text: copy.lead },
      ...clauses(scene),
      ...notes(scene),
      ...unions.directory(unionsOf(scene)),
      { kind: 'text', text: copy.documents },
    ],
    papers: [requestOf(scene)],
    leadsTo: leadsTo(scene),
    handOver: handOverOf(scene),
  }),
};

/** What somebody in need may be owed elsewhere. */
function leadsTo({ answers: { what: need } }: Scene): readonly GuideId[] {
  if (need === 'accident') return ['injury'];
  return need === 'income' ? ['complaint'] : [];
}

/** What the texts print for this need. */
function mattersOf({ answers }: Scene): string[] {
  const need = `${answers.what}`;
  return [
    ...(need === 'school' ? [SCHOOL] : []),
    ...(MAY_BE_ACCIDENT.includes(need) ? [ACCIDENT] : []),
    ...HARDSHIP,
  ];
}

function clauses(scene: Scene): readonly ResultBlock[] {
  const school = scene.answers.what === 'school' ? [SCHOOL] : [];
  const forSchool = clausesIn(scene, school).length > 0;
  return [
    { kind: 'clauses', heading: copy.heading.school, matters: school, silent: null },
    {
      kind: 'clauses',
      heading: copy.heading.hardship,
      matters: mattersOf(scene).filter((matter) => matter !== SCHOOL),
      silent: forSchool ? null : common.silence(scene, copy.silent),
    },
  ];
}

/** What the clauses leave open, in the order in which somebody would ask. */
function notes(scene: Scene): readonly ResultBlock[] {
  const { what: need } = scene.answers;
  const shown = clausesIn(scene, mattersOf(scene)).map(({ quote }) => quote);
  const says = (words: string) => shown.some((quote) => quote.includes(words));
  const small = (text: string): ResultBlock => ({ kind: 'small', text });
  return [
    ...(says(copy.accident.words) ? [small(copy.accident.only)] : []),
    ...(copy.conditional.some(says) ? [small(copy.conditions)] : []),
    ...memberNotes(scene, says(copy.membersOnly)),
    { kind: 'text', text: copy.decides },
    ...(need === 'accident' || need === 'income' || need === 'school' ? [small(copy.aside[need])] : []),
  ];
}

/** Not being a member closes no door here. */
function memberNotes(scene: Scene, forMembers: boolean): readonly ResultBlock[] {
  const own = common.told(scene, union);
  if (isMember(scene)) return own === null ? [] : [{ kind: 'text', text: copy.member.yours(own) }];
  const clause = scene.answers.member === 'no' ? copy.member.clause : copy.member.unsure;
  return [
    ...(forMembers ? [{ kind: 'text', text: clause } as const] : []),
    { kind: 'text', text: copy.member.join },
  ];
}

function unionsOf(scene: Scene) {
  return unions.unionsNear(scene, [common.told(scene, union), common.told(scene, firm)]);
}

function requestOf(scene: Scene): PaperOffer {
  const make = () =>
    helpRequest(
      {
        name: common.told(scene, name),
        phone: common.told(scene, phone),
        trade: common.told(scene, trade),
        company: common.told(scene, firm),
        place: common.told(scene, region),
        union: common.told(scene, union) ?? unionsOf(scene)[0]?.name ?? null,
        household: common.told(scene, household),
        need: common.told(scene, what),
        story: common.told(scene, story),
        help: null,
        documents: null,
      },
      { day: scene.today, citations: common.clausesForLetter(scene, mattersOf(scene)) },
    );
  return { kind: 'help-request', name: copy.paper, make };
}

function handOverOf(scene: Scene): HandOver {
  return {
    // Their story goes along or it is no request; name and telephone may be skipped all the same.
    nameless: false,
    ticket: {
      kind: 'help',
      urgent: false,
      trade: common.told(scene, trade),
      topic: common.told(scene, what) ?? copy.name,
      matters: mattersOf(scene),
      contact: { name: common.told(scene, name), phone: common.told(scene, phone) },
    },
  };
}
