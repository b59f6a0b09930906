import { membershipCopy as copy } from '../../copy/guides/membership.ts';
import { membership as application } from '../../papers/letters/membership.ts';
import { clausesIn } from '../advance.ts';
import * as common from '../common-steps.ts';
import type { Guide, ResultBlock, Scene } from '../guide.ts';
import { choiceStep, textStep } from '../steps.ts';

const region = common.region();
const trade = common.trade();
const organiser = common.organiser({ matters: ['join-union'] });
const platform = common.platform({ applies: ({ answers }) => answers.organiser !== 'alone' });
const firm = common.firm({
  applies: ({ answers }) => answers.organiser !== 'alone' && answers.organiser !== 'platform',
});
const hours = choiceStep({ id: 'hours', ...copy.hours, choices: common.choicesFrom(copy.hours.choices) });
const member = choiceStep({ id: 'member', ...copy.member, choices: common.choicesFrom(copy.member.choices) });
const union = textStep({
  id: 'union',
  ...copy.union,
  optional: true,
  applies: ({ answers }) => answers.member === 'yes',
  most: 40,
});
const wish = textStep({ id: 'wish', ...copy.wish, optional: true, most: 200 });
const name = common.name();
const phone = common.phone();

/** With no fixed employer the texts send to another union than that of the unit (南昌 17, 石家庄 二（十）). */
const WITHOUT_EMPLOYER = ['platform', 'alone', 'unsure'];
const BENEFITS = [
  'union-hardship-help',
  'hardship-file',
  'hardship-accident',
  'warmth-visit',
  'child-study-aid',
  'union-legal-aid',
];
const MOST_UNIONS = 5;

export const membership: Guide = {
  id: 'membership',
  code: 'mb',
  version: 2,
  kind: 'membership',
  name: copy.name,
  summary: copy.summary,
  intro: copy.intro,
  about: ['join-union', 'join-union-no-employer', 'join-union-procedure', 'union-services', 'union-care'],
  isAskedFor: (words) =>
    /^(?:我?(?:想|要|咋|怎么|怎样|申请|帮我)+)?(?:加?入|参加|进)(?:个)?(?:工会|会)(?:吧|呗|啊|去哪|找谁)?[?？。！!]*$/u.test(
      words,
    ),
  prefill: () => ({}),
  steps: [region, trade, organiser, platform, firm, hours, member, union, wish, name, phone],
  finish: (scene) => {
    const { answers, texts, today } = scene;
    const matters = routeMatters(scene);
    const unions = texts.facts.unions({ region: scene.region, trade: common.tradeOf(scene) }, today);
    const named = common.told(scene, firm);
    const place = common.placeName(scene);
    const blocks: ResultBlock[] = [
      {
        kind: 'lead',
        text: leadOf(answers.member === 'yes', WITHOUT_EMPLOYER.includes(`${answers.organiser}`), named),
      },
      { kind: 'clauses', heading: copy.routes.heading, matters, silent: copy.routes.silent(place) },
      ...(unions.length === 0
        ? [{ kind: 'text', text: copy.noDirectory } as const]
        : [
            { kind: 'text', text: copy.directory } as const,
            {
              kind: 'list',
              items: unions
                .slice(0, MOST_UNIONS)
                .map((one) => copy.office(one.name, one.contact, one.hours ?? '', one.note)),
            } as const,
          ]),
      {
        kind: 'clauses',
        heading: copy.benefits.heading,
        matters: BENEFITS,
        silent: copy.benefits.silent(place),
      },
    ];
    return {
      blocks,
      papers: [
        {
          kind: 'membership',
          name: copy.paper,
          make: () =>
            application(
              {
                name: common.told(scene, name),
                phone: common.told(scene, phone),
                trade: common.told(scene, trade),
                platform: common.told(scene, platform),
                company: named,
                station: null,
                place: common.told(scene, region),
                union: unions[0]?.name ?? null,
                organiser: common.told(scene, organiser),
                hours: common.told(scene, hours),
                since: null,
                member: common.told(scene, union),
              },
              { day: today, citations: clausesIn(scene, matters) },
            ),
        },
      ],
      handOver: {
        nameless: false,
        ticket: {
          kind: 'membership',
          urgent: false,
          trade: common.told(scene, trade),
          topic: copy.topic,
          matters,
          contact: { name: common.told(scene, name), phone: common.told(scene, phone) },
        },
      },
    };
  },
};

function routeMatters({ answers }: Scene): string[] {
  const without = WITHOUT_EMPLOYER.includes(`${answers.organiser}`);
  return [...(without ? ['join-union-no-employer'] : []), 'join-union', 'union-industry-federation'];
}

function leadOf(isMember: boolean, without: boolean, firmName: string | null): string {
  if (isMember) return copy.lead.member;
  if (without) return copy.lead.area;
  return firmName === null ? copy.lead.unitUnknown : copy.lead.unit(firmName);
}
