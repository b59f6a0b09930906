/** What WeCom takes; lengths in bytes of UTF-8 where nothing else is said. */
export const LIMITS = {
  /** https://developer.work.weixin.qq.com/document/path/90238 does not say; the official plugin takes this much. */
  callbackBody: 1024 * 1024,
  /** https://developer.work.weixin.qq.com/document/path/90236 */
  app: {
    text: 2048,
    markdown: 2048,
    cardTitle: 128,
    cardDescription: 512,
    users: 1000,
    parties: 100,
    tags: 100,
  },
  /** https://developer.work.weixin.qq.com/document/path/94677; `menuWords` above and below, each. */
  kf: {
    ...{ text: 2048, menuItems: 10, menuItemId: 128, menuItemWords: 128, menuWords: 1024 },
    ...{ msgid: 32, scene: 32, sceneParam: 128, customers: 100 },
  },
  /** https://developer.work.weixin.qq.com/document/path/91770 */
  robot: { text: 2048, markdown: 4096, image: 2 * 1024 * 1024, perMinute: 20 },
  /** Of apps and robots. https://developer.work.weixin.qq.com/document/path/90236, 91770 */
  newsArticles: 8,
  /** https://developer.work.weixin.qq.com/document/path/101032 */
  card: {
    ...{ menuActions: 3, horizontalContents: 6, jumps: 3, verticalContents: 4, buttons: 6 },
    ...{ selections: 3, selectionOptions: 10, checkboxOptions: 20, key: 1024, optionId: 128, taskId: 128 },
  },
  /** https://developer.work.weixin.qq.com/document/path/90253; a file has more than 5 bytes. */
  media: { image: 10 * 1024 * 1024, voice: 2 * 1024 * 1024, video: 10 * 1024 * 1024, file: 20 * 1024 * 1024 },
} as const;

/** What was to be sent is longer than WeCom takes: it would be refused or, worse, cut without a word. */
export class WeComLimitError extends RangeError {
  override readonly name = 'WeComLimitError';
  /** Which part, under WeCom's name for it. */
  readonly field: string;
  readonly limit: number;
  readonly actual: number;

  constructor(field: string, limit: number, actual: number) {
    super(`${field} may have ${limit}, this has ${actual}`);
    this.field = field;
    this.limit = limit;
    this.actual = actual;
  }
}

/** @throws WeComLimitError */
export function checkBytes(field: string, text: string, limit: number): void {
  checkCount(field, Buffer.byteLength(text), limit);
}

/** @throws WeComLimitError */
export function checkCount(field: string, actual: number, limit: number): void {
  if (actual > limit) throw new WeComLimitError(field, limit, actual);
}
