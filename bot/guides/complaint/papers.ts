import type { Citation } from '#knowledge';
import { commonCopy } from '../../copy/guides/common.ts';
import { complaintCopy as copy } from '../../copy/guides/complaint.ts';
import { arbitration } from '../../papers/letters/arbitration.ts';
import { evidenceList } from '../../papers/letters/evidence-list.ts';
import { inspectionComplaint } from '../../papers/letters/inspection-complaint.ts';
import { platformAppeal } from '../../papers/letters/platform-appeal.ts';
import { clausesToday } from '../advance.ts';
import { clausesForLetter, placeName, told } from '../common-steps.ts';
import type { PaperOffer, Scene } from '../guide.ts';
import { dayForLetter, platformOf } from '../heard-steps.ts';
import { proofOf } from './evidence.ts';
import { partnerMatters, touchedMatters } from './matters.ts';
import { routeOf } from './route.ts';
import { firmOf, much, name, phone, platform, story, tradeOf } from './steps.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** The letters that this way needs, as things stand. */
export function papersFor(scene: Scene): readonly PaperOffer[] {
  const ways = routeOf(scene);
  const facts = factsOf(scene);
  const frame = { day: scene.today, citations: cited(scene) };
  const offers: readonly (PaperOffer & { readonly wanted: boolean })[] = [
    {
      kind: 'platform-appeal',
      name: copy.papers.appeal,
      wanted: ways.includes('appeal'),
      make: () =>
        platformAppeal(
          { ...facts, platform: platformOf(scene)?.name ?? null, decision: facts.matter },
          frame,
        ),
    },
    {
      kind: 'inspection-complaint',
      name: copy.papers.inspection,
      wanted: ways.includes('inspection') || ways.includes('inspectionFree'),
      make: () =>
        inspectionComplaint({ ...facts, office: officeOf(scene, 'labour-inspectorate', INSPECTION) }, frame),
    },
    {
      kind: 'arbitration',
      name: copy.papers.arbitration,
      wanted: ways.includes('arbitration') || ways.includes('arbitrationIf'),
      make: () => arbitration({ ...facts, office: officeOf(scene, 'arbitration', ARBITRATION) }, frame),
    },
    {
      kind: 'evidence-list',
      name: copy.papers.evidence,
      wanted: true,
      make: () => evidenceList({ ...facts, proof: proofOf(scene) }, { ...frame, citations: [] }),
    },
  ];
  return offers.filter(({ wanted }) => wanted).map(({ wanted: _, ...offer }) => offer);
}

const COMPANY = '公司';

function factsOf(scene: Scene) {
  const sum = told(scene, much) ?? '';
  const firm = firmOf(scene);
  const isCompany = firm?.includes(COMPANY) ?? false;
  const trade = tradeOf(scene);
  const proof = proofOf(scene).filter(({ have }) => have);
  const trouble: Trouble = troubleOf(scene);
  return {
    name: told(scene, name),
    phone: told(scene, phone),
    trade: trade === undefined ? null : commonCopy.trade.choices[trade].label,
    platform: told(scene, platform),
    company: isCompany ? firm : null,
    station: isCompany ? null : firm,
    place: placeName(scene) === '' ? null : placeName(scene),
    when: dayForLetter(scene, 'when'),
    amount: told(scene, much),
    matter: copy.matter[trouble],
    story: told(scene, story),
    wants: copy.wants[trouble](sum),
    proof: proof.length === 0 ? null : proof,
    office: null,
  };
}

function cited(scene: Scene): readonly Citation[] {
  return clausesForLetter(scene, [...touchedMatters(scene), ...partnerMatters(scene)]);
}

/** What a text calls the office, where its own words do. */
const INSPECTION = {
  matter: 'inspection-covers-platforms',
  called: /人力资源社会保障(?:行政)?部门/u,
  listed: '人社',
};
const ARBITRATION = {
  matter: 'arbitration-court-handle-cases',
  called: /劳动(?:人事)?争议调解仲裁机构/u,
  listed: null,
};

/** The addressee: the union's own table first, then the region's text; null leaves a gap to fill in. */
function officeOf(
  scene: Scene,
  role: 'labour-inspectorate' | 'arbitration',
  {
    matter,
    called,
    listed,
  }: { readonly matter: string; readonly called: RegExp; readonly listed: string | null },
): string | null {
  const known = scene.texts.facts.offices(role, scene.region, scene.today)[0];
  if (known !== undefined) return known.name;
  const clauses = clausesToday(scene, [matter]);
  const named = clauses.map(({ quote }) => called.exec(quote)?.[0]).find((words) => words !== undefined);
  if (named !== undefined) return copy.local(named);
  const names = clauses.flatMap(({ departments }) =>
    departments.flatMap((entry) => (entry.role === 'unclear' ? [] : entry.names)),
  );
  return listed === null ? null : (names.find((name) => name.includes(listed)) ?? null);
}
