import { pinyin } from 'pinyin-pro';

/** 石家庄 → shijiazhuang: the first half of an instrument's id. */
export function pinyinSlug(name: string): string {
  return pinyin(name, { toneType: 'none', type: 'array' })
    .join('')
    .replace(/[^a-z]/g, '');
}
