import { findRegions, type Region, type RegionTable } from '#knowledge';
import { plainWords } from './plain-words.ts';
import { type Heard, offer } from './understood.ts';

const AROUND =
  /^(?:我|现在|目前|人|就|在|是|到|搁|住)+|(?:这边|那边|这里|那里|这儿|这块|干活|上班|跑单|跑|的|呢|啊|吧|了)+$/gu;
const NOT = /(?:不在|没在|不是|不跑)$/;

/** 人在长春户口在吉林: what follows the place is about another. */
const STANDS = /(?:^|[我的，,])人在$/;

/** 在张店 → the county; a name that several places bear gives them all. Where somebody comes from is not where they work. */
export function parsePlace(words: string, regions: RegionTable): Heard<Region> {
  const text = plainWords(words);
  const mentions = findRegions(text, regions).filter(
    ({ origin, start }) =>
      (origin !== 'clear' || STANDS.test(text.slice(0, start))) && !NOT.test(text.slice(0, start)),
  );
  const sure = mentions.filter(({ origin }) => origin === 'none');
  const found = (sure.length > 0 ? sure : mentions).flatMap((mention) => mention.regions);
  return offer(found.length > 0 ? found : wholeName(text, regions), ({ id }) => id);
}

/** 朝阳 in a sentence may be the sun; as the whole answer to "where" it is a place. */
function wholeName(text: string, regions: RegionTable): readonly Region[] {
  const name = text.replace(/[\s\p{P}]/gu, '').replace(AROUND, '');
  return regions.byName.get(name) ?? [];
}
