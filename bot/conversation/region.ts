import { shortName } from '#knowledge';
import { conversationCopy as copy } from '../copy/conversation.ts';
import { ask } from './ask.ts';
import { regionButtons, sayText } from './say.ts';
import { type Reply, replyTo, type Turn } from './turn.ts';

/** /地区, with or without a place. In a group whoever runs it sets the group's place; anybody else sets their own. */
export async function regionCommand(turn: Turn, words: string): Promise<Reply> {
  const { assistant } = turn.library;
  const places = placeNames(turn);
  if (words === '') {
    const now = turn.person.region ?? turn.chat.region;
    const text = now === null ? copy.region.none : copy.region.now(shortName(now.split('/').at(-1) ?? now));
    return replyTo(turn, { say: [sayText(text, regionButtons(turn, places))] });
  }
  const chosen = assistant.placeOf(words);
  if (chosen === undefined)
    return replyTo(turn, {
      say: [sayText(copy.region.unknown(places.join('、')), regionButtons(turn, places))],
    });
  if (!chosen.covered)
    return replyTo(turn, {
      say: [sayText(copy.region.notCovered(chosen.name, places.join('、')), regionButtons(turn, places))],
    });
  if (turn.inbound.kind === 'group' && turn.inbound.sender.admin === true)
    return replyTo(turn, {
      chat: { ...turn.chat, region: chosen.id },
      say: [sayText(copy.region.setForGroup(chosen.name))],
    });
  return settle(turn, chosen.id, chosen.name);
}

/** A press on a place. */
export async function regionPressed(turn: Turn, id: string, asker: string): Promise<Reply> {
  if (turn.inbound.kind === 'group' && asker !== turn.tag)
    return replyTo(turn, { say: [sayText(copy.region.notYours)] });
  const chosen = turn.library.assistant.placeById(id);
  if (chosen === undefined || !chosen.covered) return replyTo(turn, { say: [sayText(copy.button.unknown)] });
  return settle(turn, chosen.id, chosen.name);
}

/** Words that name a place and say nothing else, while a question waits for its place. */
export async function regionNamed(turn: Turn, words: string): Promise<Reply | undefined> {
  if (turn.person.pending === null) return undefined;
  const { assistant } = turn.library;
  // Places are offered as a list, and people count.
  const counted = /^\d{1,2}$/.test(words) ? assistant.places[Number(words) - 1] : undefined;
  const chosen =
    counted === undefined ? assistant.placeAlone(words) : { id: counted.id, name: counted.short };
  return chosen === undefined ? undefined : settle(turn, chosen.id, chosen.name);
}

/** Remembers the place and answers the question that waited for it. */
async function settle(turn: Turn, region: string, name: string): Promise<Reply> {
  const { pending } = turn.person;
  const person = { ...turn.person, region, pending: null, previous: null };
  if (pending === null) return replyTo(turn, { person, say: [sayText(copy.region.set(name))] });
  // The words under which the place stands are ours.
  const inbound = { ...turn.inbound, quoted: null };
  const reply = await ask({ ...turn, person, about: null, inbound }, pending.question);
  // When that question is corrected, this is the answer that no longer holds.
  return { ...reply, answers: pending.message };
}

export function placeNames(turn: Turn): readonly string[] {
  return turn.library.assistant.places.map((place) => place.short);
}
