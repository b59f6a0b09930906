import { type Citation, citationHead, quoted } from '#knowledge';
import { agreementCopy as copy } from '../../copy/guides/agreement.ts';
import { clausesIn } from '../advance.ts';
import * as common from '../common-steps.ts';
import type { Result, ResultBlock, Scene } from '../guide.ts';
import { type ItemId, listedIn, termIn } from './items.ts';
import { SIGNS } from './signs.ts';
import { firm, pasted, signsIn, writtenIn } from './steps.ts';

const CONTENTS = 'written-agreement-contents';
const DUTIES = ['labour-contract-duty', 'written-agreement-duty'];

export function resultOf(scene: Scene): Result {
  const { way } = scene.answers;
  const checked = way === 'paste' || way === 'tick';
  return {
    blocks: [
      ...(checked ? checkedBlocks(scene) : withoutPaper(scene, way === 'nocopy')),
      ...signBlocks(scene),
      ...sendBlocks(scene),
      ...(pasted(scene) === '' ? [] : [{ kind: 'small', text: copy.sees } as const]),
    ],
    papers: [],
    // Who has no paper may complain of it.
    leadsTo: checked ? ['employment'] : ['employment', 'complaint'],
    handOver: {
      nameless: true,
      ticket: {
        kind: 'agreement',
        urgent: false,
        trade: null,
        topic: copy.topic,
        matters: [CONTENTS],
        contact: null,
      },
    },
  };
}

function checkedBlocks(scene: Scene): ResultBlock[] {
  const listed = listedIn(scene);
  const written = writtenIn(scene);
  const missing = missingIn(scene);
  const blocks: ResultBlock[] = [{ kind: 'lead', text: leadOf(written, missing) }];
  if (written === null) blocks.push(...listBlocks(copy.toLook, listed.ids));
  else blocks.push(...listBlocks(copy.missing, missing), ...listBlocks(copy.there, written));
  if ((written?.length ?? 0) > 0) blocks.push({ kind: 'small', text: copy.writtenNotGood });
  if (scene.answers.paper === 'contract') blocks.push({ kind: 'small', text: copy.contract });
  return [...blocks, ...sourceBlocks(scene)];
}

/** Where the list comes from: the text of the place; or another's, which is said. */
function sourceBlocks(scene: Scene): ResultBlock[] {
  const { here, elsewhere } = listedIn(scene);
  if (here) return [{ kind: 'clauses', heading: copy.listedHere, matters: [CONTENTS], silent: null }];
  const place = common.placeName(scene);
  return [
    { kind: 'text', text: copy.notListed(place) },
    ...(elsewhere.length === 0
      ? []
      : [{ kind: 'text', text: copy.fromElsewhere(elsewhere.join('、')) } as const]),
    owedBlock(scene),
  ];
}

function withoutPaper(scene: Scene, signed: boolean): ResultBlock[] {
  const { ids, here, elsewhere } = listedIn(scene);
  return [
    { kind: 'lead', text: signed ? copy.lead.nocopy : copy.lead.none },
    owedBlock(scene),
    ...listBlocks(copy.toLook, ids),
    ...(here || elsewhere.length === 0
      ? []
      : [{ kind: 'small', text: copy.fromElsewhere(elsewhere.join('、')) } as const]),
  ];
}

const owedBlock = (scene: Scene): ResultBlock => ({
  kind: 'clauses',
  heading: copy.owed,
  matters: DUTIES,
  silent: copy.owedSilent(common.placeName(scene)),
});

function leadOf(written: readonly ItemId[] | null, missing: readonly ItemId[]): string {
  if (written === null) return copy.lead.unsure;
  return missing.length === 0 ? copy.lead.full : copy.lead.missing(`${missing.length}`);
}

function listBlocks(head: string, ids: readonly ItemId[]): ResultBlock[] {
  return ids.length === 0
    ? []
    : [
        { kind: 'text', text: head },
        { kind: 'list', items: ids.map((id) => copy.items[id]) },
      ];
}

function missingIn(scene: Scene): readonly ItemId[] {
  const written = writtenIn(scene);
  return written === null ? [] : listedIn(scene).ids.filter((id) => !written.includes(id));
}

/** A clause that stands behind two of them is shown once. */
function signBlocks(scene: Scene): ResultBlock[] {
  const place = common.placeName(scene);
  const alike = Map.groupBy(signsIn(scene), (id) =>
    clausesIn(scene, [SIGNS[id].matter])
      .map((clause) => clause.id + clause.quote)
      .join(),
  );
  return [...alike.values()].map((ids): ResultBlock => {
    const names = ids.map((id) => copy.signs.choices[id]).join('，');
    return {
      kind: 'clauses',
      heading: ids.includes('waive') ? copy.signWaive : copy.sign(names),
      matters: ids.slice(0, 1).map((id) => SIGNS[id].matter),
      silent: copy.signSilent(names, place),
    };
  });
}

/** Words to send to the company: for what is missing, for a copy, for any paper at all. */
function sendBlocks(scene: Scene): ResultBlock[] {
  const words = letterOf(scene);
  return words === null
    ? []
    : [
        { kind: 'text', text: copy.send },
        { kind: 'text', text: words },
      ];
}

function letterOf(scene: Scene): string | null {
  const { letter } = copy;
  const { way } = scene.answers;
  const hello = letter.hello(common.told(scene, firm) ?? '');
  if (way === 'none') return [hello, letter.ask, letter.thanks].join('');
  if (way === 'nocopy') return [hello, letter.copy, letter.thanks].join('');
  const missing = missingIn(scene);
  if (missing.length === 0) return null;
  const lacks = letter.lacks(missing.map((id) => termIn(scene, id)).join('、'));
  return [hello, ...citesOf(scene), lacks, letter.add, letter.thanks].join('');
}

/** The clause speaks of 书面协议: it is not held against a 劳动合同. */
function citesOf(scene: Scene): string[] {
  if (scene.answers.paper === 'contract') return [];
  return clausesIn(scene, [CONTENTS]).map((clause) => citation(clause));
}

const citation = (clause: Citation) => copy.letter.cites(citationHead(clause), quoted(clause));
