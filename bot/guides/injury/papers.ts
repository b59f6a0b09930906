import { injuryCopy as copy } from '../../copy/guides/injury.ts';
import { evidenceList } from '../../papers/letters/evidence-list.ts';
import { helpRequest } from '../../papers/letters/help-request.ts';
import { clausesToday } from '../advance.ts';
import { clausesForLetter, standing, told, tradeOf as tradeForUnions } from '../common-steps.ts';
import type { PaperOffer, Scene } from '../guide.ts';
import { dayForLetter } from '../heard-steps.ts';
import { proofOf } from './evidence.ts';
import { routeMatters } from './routes.ts';
import { how, kindLabel, name, phone, platform, region, trade, when } from './steps.ts';

const HELP = ['hardship-accident', 'hardship-file', 'union-hardship-help', 'warmth-visit'];

export function papersFor(scene: Scene): readonly PaperOffer[] {
  const { today } = scene;
  const kind = kindLabel(scene);
  const who = { name: told(scene, name), phone: told(scene, phone) };
  const documents = proofOf(scene);
  return [
    {
      kind: 'evidence-list',
      name: copy.evidencePaper,
      make: () =>
        evidenceList(
          {
            ...who,
            platform: told(scene, platform),
            company: null,
            matter: copy.matter(kind),
            proof: documents,
            office: null,
          },
          { day: today, citations: clausesForLetter(scene, routeMatters(scene)) },
        ),
    },
    {
      kind: 'help-request',
      name: copy.helpPaper,
      make: () =>
        helpRequest(
          {
            ...who,
            trade: told(scene, trade),
            company: told(scene, platform),
            place: told(scene, region),
            story:
              [dayForLetter(scene, when.id), told(scene, how)].filter((part) => part !== null).join('，') ||
              null,
            union:
              scene.texts.facts.unions({ region: scene.region, trade: tradeForUnions(scene) }, today)[0]
                ?.name ?? null,
            household: null,
            need: copy.need(kind),
            help: null,
            documents,
          },
          { day: today, citations: standing(clausesToday(scene, HELP)) },
        ),
    },
  ];
}
