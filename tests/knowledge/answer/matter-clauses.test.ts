import { describe, expect, it } from 'vitest';
import { bare, bindsIn, createAssistant, findQuoteFault, UnknownMatter } from '#knowledge';
import { citationSchema } from '../../../knowledge/answer/answer.ts';
import { PLACE } from '../../asking.ts';
import { aMatter, anArticle, anInstrument, releaseInput, tinyRelease } from '../../fixtures.ts';
import { realLibrary, TODAY } from '../../real-release.ts';

const { release, assistant } = await realLibrary();
const ids = (matter: string, region: string) => assistant.clausesOf(matter, region).map(({ id }) => id);

/** Every matter of the bank in every place that has a text, and what stands in the bank for it. */
const EVERYWHERE = release.matters.flatMap((matter) =>
  Object.values(PLACE).map((place) => {
    const expected = Object.keys(matter.answers).filter((id) => {
      const instrument = release.instrument(id.slice(0, id.lastIndexOf('/')));
      return instrument !== undefined && bindsIn(instrument, place);
    });
    return { matter, place, expected };
  }),
);

describe('the articles that state a matter', () => {
  it('are all that the bank names where the place lies, in its order: none is lost on the way', () => {
    const stated = EVERYWHERE.filter(({ expected }) => expected.length > 0);
    expect(stated.length).toBeGreaterThan(100);
    for (const { matter, place, expected } of stated)
      expect(ids(matter.matter, place), `${matter.matter} ${place}`).toEqual(expected);
  });

  it('are none where the texts are silent', () => {
    const silent = EVERYWHERE.filter(({ expected }) => expected.length === 0);
    expect(silent.length).toBeGreaterThan(100);
    for (const { matter, place } of silent) expect(ids(matter.matter, place)).toEqual([]);
    expect(ids('labour-contract-duty', '北京市')).toEqual([]);
    expect(ids('labour-contract-duty', '火星')).toEqual([]);
  });

  it('are quoted by the words that the matter names, through the gate of every answer', () => {
    for (const { matter, place } of EVERYWHERE) {
      for (const citation of assistant.clausesOf(matter.matter, place)) {
        const article = release.article(release.positionOf(citation.id) ?? -1);
        expect(findQuoteFault(article, citation.quote), citation.id).toBeUndefined();
        expect(citationSchema.safeParse(citation).success).toBe(true);
        const quote = bare(citation.quote);
        const anchors = matter.answers[citation.id] ?? [];
        // Offices that the print puts in a bracket stand beside the quote.
        const offices = citation.departments.flatMap(({ names }) => names);
        expect(
          anchors.some(
            (anchor) => quote.includes(bare(anchor)) || offices.some((name) => anchor.includes(name)),
          ),
          `${matter.matter} ${citation.id}`,
        ).toBe(true);
      }
    }
  });

  it('carry what a citation of an answer carries', () => {
    expect(assistant.clausesOf('labour-contract-duty', PLACE.jilin)).toEqual([
      expect.objectContaining({
        label: expect.stringMatching(/^第十一条/),
        strength: 'required',
        addressee: 'enterprise',
        place: '吉林',
        quote: expect.stringContaining('应当依法与劳动者订立和履行劳动合同'),
        note: expect.stringMatching(/试行/),
        main: true,
      }),
    ]);
  });

  it('hold in a county by its city and its province', () => {
    const county = `${PLACE.shijiazhuang}/正定县`;
    const inCounty = EVERYWHERE.filter(({ place }) => place === PLACE.shijiazhuang).map(({ matter }) => [
      ids(matter.matter, county),
      ids(matter.matter, PLACE.shijiazhuang),
    ]);
    for (const [below, above] of inCounty) expect(below).toEqual(above);
    const owners = new Set(inCounty.flat(2).map((id) => id.slice(0, id.lastIndexOf('/'))));
    expect([...owners].sort()).toEqual(expect.arrayContaining(['hebei-measures', 'shijiazhuang-plan']));
  });

  it('say that a campaign has ended', () => {
    const campaign = EVERYWHERE.flatMap(({ matter, place }) =>
      assistant.clausesOf(matter.matter, place).filter(({ id }) => id.startsWith('shijiazhuang-plan/')),
    );
    expect(campaign.length).toBeGreaterThan(0);
    for (const { note } of campaign) expect(note).toContain('已经结束');
  });

  it('cannot be asked for by a name that the bank does not know', () => {
    expect(() => assistant.clausesOf('labour-contract-dutty', PLACE.jilin)).toThrow(UnknownMatter);
    expect(() => assistant.clausesOf('labour-contract-dutty', PLACE.jilin)).toThrow('labour-contract-dutty');
  });
});

describe('in a made-up country', () => {
  it('national texts hold everywhere, and somebody’s name in a sentence keeps that sentence back', async () => {
    const text = '企业不得收取押金。联系人张某电话一二三。';
    const start = text.indexOf('联系人');
    const small = await tinyRelease(
      releaseInput({
        instruments: [anInstrument('n')],
        articles: [anArticle('n/1', text, { private: [{ start, end: text.length }] })],
        matters: [
          aMatter('deposit', ['押金'], { answers: { 'n/1': ['不得收取押金'] } }),
          aMatter('contact', ['找谁'], { answers: { 'n/1': ['联系人张某'] } }),
        ],
      }),
    );
    const { clausesOf } = createAssistant({ release: small, today: () => TODAY });
    expect(clausesOf('deposit', '甲川省/乙江市/丙水县').map(({ quote }) => quote)).toEqual([
      '企业不得收取押金。',
    ]);
    expect(clausesOf('contact', '甲川省')).toEqual([]);
  });
});
