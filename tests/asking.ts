import type { Answer, Previous } from '#knowledge';
import { realLibrary } from './real-release.ts';

const { assistant } = await realLibrary();

/** The answer of the real release to one question; `place` is a region id that the person chose before. */
export function ask(question: string, place: string | null = null): Answer {
  return assistant.ask({ question, region: place }).answer;
}

/** The answers to the questions of one conversation, each knowing what came before. */
export function converse(questions: readonly string[], place: string | null = null): Answer[] {
  let previous: Previous | undefined;
  return questions.map((question) => {
    const reply = assistant.ask({ question, region: place, previous });
    previous = reply.previous;
    return reply.answer;
  });
}

export const cited = (answer: Answer | undefined): string[] => answer?.citations.map((c) => c.id) ?? [];

/** Ids of the places that have a text of their own. */
export const PLACE = {
  jilin: '吉林省',
  hebei: '河北省',
  shijiazhuang: '河北省/石家庄市',
  yunnan: '云南省',
  zibo: '山东省/淄博市',
  nanchang: '江西省/南昌市',
} as const;

/** The article of each place that forbids to take a deposit. */
export const DEPOSIT_BAN = {
  吉林: 'jilin-measures/5',
  河北: 'hebei-measures/10',
  石家庄: 'hebei-measures/10',
  云南: 'yunnan-opinions/5',
  淄博: 'zibo-opinions/4',
  南昌: 'nanchang-plan/4',
} as const;
