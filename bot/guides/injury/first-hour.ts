import { injuryCopy } from '../../copy/guides/injury.ts';
import type { Scene } from '../guide.ts';
import { hurtOf, kindOf } from './case.ts';

const { first: copy, now } = injuryCopy;

/** What to do in the first hour, in order: people, help, the police, proof, and then word to the platform. */
export function firstHour(scene: Scene): readonly string[] {
  const outside = hurtOf(scene) === 'bad' || hurtOf(scene) === 'light';
  const tail = outside ? now.tail : now.tailLater;
  return [now.head, ...linesOf(scene).map((words, at) => now.line(at + 1, words)), tail];
}

/** The first of them where it cannot wait for the next question. */
export function atOnce(scene: Scene): readonly string[] {
  return hurtOf(scene) === 'bad' ? [ambulance(scene), copy.still] : [];
}

function linesOf(scene: Scene): readonly string[] {
  const traffic = kindOf(scene) === 'traffic';
  const police = traffic || kindOf(scene) === 'assault';
  const proof = [...(traffic ? [copy.other] : []), copy.photos, copy.tellPlatform, copy.tellBoss];
  switch (hurtOf(scene)) {
    case 'bad':
      return [...atOnce(scene), ...(police ? [callPolice(scene)] : []), ...proof];
    case 'hospital':
      return [copy.doctor, ...(police ? [copy.policeStill] : []), ...proof];
    case 'gone':
      return [
        copy.grief,
        copy.sign,
        ...(police ? [copy.policeStill] : []),
        copy.photos,
        copy.tellPlatform,
        copy.human,
      ];
    default:
      return [safety(scene), ...(police ? [callPolice(scene)] : []), copy.check, ...proof];
  }
}

function safety(scene: Scene): string {
  switch (kindOf(scene)) {
    case 'traffic':
    case 'fall':
      return copy.offRoad;
    case 'assault':
      return copy.leave;
    case 'sick':
      return copy.shade;
    case 'lift':
    case 'other':
      return copy.stop;
  }
}

function callPolice(scene: Scene): string {
  const number = numberOf(scene, '报警');
  if (kindOf(scene) === 'traffic') return number === undefined ? copy.policeBare : copy.police(number);
  return number === undefined ? copy.policeAssaultBare : copy.policeAssault(number);
}

function ambulance(scene: Scene): string {
  const number = numberOf(scene, '急救');
  return number === undefined ? copy.ambulanceBare : copy.ambulance(number);
}

/** As whoever runs the server has set it. */
function numberOf({ urgent = [] }: Scene, name: string): string | undefined {
  return urgent.find((one) => one.name.includes(name))?.number;
}
