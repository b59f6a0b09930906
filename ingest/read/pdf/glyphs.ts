/** What a PDF's fonts call a character, as the character that an office would type. */

/** Radicals and compatibility forms that Unicode itself maps to a character. */
const FOLDED = /[\u2f00-\u2fdf\uf900-\ufaff\ufb00-\ufb06\u{2f800}-\u{2fa1f}\u2e9f\u2ef3]/gu;

/** Radicals that are characters as they stand, which Unicode does not fold. EquivalentUnifiedIdeograph of the Unicode character database. */
const RADICALS: ReadonlyMap<string, string> = new Map(
  '⺁厂 ⺆冂 ⺊卜 ⺌小 ⺍小 ⺕彐 ⺠民 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻌辶 ⻒镸 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻟飠 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻬齐 ⻮齿 ⻰龙 ⻳龟'
    .split(' ')
    .map(([radical = '', char = '']) => [radical, char]),
);

/** Marks as they are cut for vertical text: NFKC makes narrow ones of some. */
const UPRIGHT = /[\ufe10-\ufe18\ufe31\ufe35-\ufe44]/g;

function level(mark: string): string {
  const folded = mark.normalize('NFKC');
  return /^[!-~]$/.test(folded) ? String.fromCharCode(folded.charCodeAt(0) + 0xfee0) : folded;
}

export function foldGlyphs(text: string): string {
  return text
    .replace(UPRIGHT, level)
    .replace(FOLDED, (char) => char.normalize('NFKC'))
    .replace(/[\u2e80-\u2ef3]/g, (char) => RADICALS.get(char) ?? char);
}
