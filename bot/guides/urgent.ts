import { findAlarm, fold, toSimplified } from '#knowledge';
import {
  ABOUT_PAY,
  BEATEN,
  BODY,
  CRY,
  HARMLESS,
  HELD,
  HURT,
  ID_WITHHELD,
  NOT_A_PERSON,
  NOT_LET_GO,
  NOT_WITHHELD,
  NOW,
  PAST,
  PERHAPS,
  RESIGNING,
  SELF_HARM,
  SHUT,
  THREAT,
  THREATENED,
} from './urgent-words.ts';

/** What makes a person leave any form at once. `violence`: beaten, threatened, robbed or assaulted. */
export const URGENCIES = ['self-harm', 'violence', 'locked-in', 'id-withheld', 'accident-now'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** The end of a longer message is read with its beginning: a cry for help may stand in either. */
const MOST_READ = 6000;

/**
 * Danger in somebody's words. It rather hears once too often: what follows is only a kind question and a telephone
 * number. Ordinary complaints (差评打死我了, 账号被锁, 车祸险赔多少) are none.
 */
export function findUrgency(words: string): Urgency | undefined {
  const cut = words.length <= MOST_READ ? words : words.slice(0, MOST_READ / 2) + words.slice(-MOST_READ / 2);
  const text = toSimplified(fold(cut)).replace(HARMLESS, '…');
  if (findAlarm(text) === 'crisis' || SELF_HARM.test(text)) return 'self-harm';
  const sentences = text.split(/[。!?;\n]+|(?<=[^\d])\.(?=\D)/u);
  return CHECKS.find(([, isIn]) => sentences.some(isIn))?.[0];
}

function isAccidentNow(sentence: string): boolean {
  if (CRY.test(sentence)) return sentence.length <= 24;
  const justNow = NOW.test(sentence);
  const aside = !justNow && (PAST.test(sentence) || PERHAPS.test(sentence) || ABOUT_PAY.test(sentence));
  if (BODY.test(sentence)) return !aside;
  if (!HURT.test(sentence) || aside) return false;
  if (NOT_A_PERSON.test(sentence) && !/(?:被|我)[^，。]{0,3}(?:撞|摔)(?:了|倒)/.test(sentence)) return false;
  if (/刚|正在|正被/.test(sentence))
    return !ABOUT_PAY.test(sentence) || /刚(?:刚|才)?(?:被|让|给|撞|摔|出|遭)/.test(sentence);
  if (/现在|这会儿|还在/.test(sentence)) return !PERHAPS.test(sentence) && !ABOUT_PAY.test(sentence);
  // Without a word for when: somebody who only says what happened, short, in distress.
  return (
    !PERHAPS.test(sentence) && !ABOUT_PAY.test(sentence) && !PAST.test(sentence) && sentence.length <= 24
  );
}

const isLongAgo = (sentence: string) =>
  /去年|前年|\d年前|[几多两三四五]年前|以前|曾经|小时候|当年/.test(sentence) &&
  !/现在|刚|今天|又/.test(sentence);

const CHECKS: readonly (readonly [Urgency, (sentence: string) => boolean])[] = [
  [
    'violence',
    (sentence) =>
      THREAT.test(sentence) ||
      ((BEATEN.test(sentence) || THREATENED.test(sentence)) &&
        !isLongAgo(sentence) &&
        !PERHAPS.test(sentence)),
  ],
  [
    'locked-in',
    (sentence) =>
      (SHUT.test(sentence) ||
        HELD.test(sentence) ||
        (NOT_LET_GO.test(sentence) && !RESIGNING.test(sentence))) &&
      !isLongAgo(sentence),
  ],
  ['accident-now', isAccidentNow],
  [
    'id-withheld',
    (sentence) => ID_WITHHELD.test(sentence) && !NOT_WITHHELD.test(sentence) && !isLongAgo(sentence),
  ],
];
