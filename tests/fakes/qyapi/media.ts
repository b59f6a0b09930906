import type { Upload } from './body.ts';
import { Refusal } from './refusal.ts';
import { DAY, type World } from './world.ts';

const MB = 1024 * 1024;
const LARGEST: Readonly<Record<string, number>> = {
  image: 10 * MB,
  voice: 2 * MB,
  video: 10 * MB,
  file: 20 * MB,
};

/** https://developer.work.weixin.qq.com/document/path/90253 */
export class Media {
  readonly #world: World;
  readonly #kept = new Map<
    string,
    Upload & { readonly type: string; readonly owner: string; readonly at: number }
  >();

  constructor(world: World) {
    this.#world = world;
  }

  /** @param owner whose it is: the corp's, or one robot's */
  add(owner: string, type: string, upload: Upload | undefined) {
    const largest = LARGEST[type];
    if (largest === undefined) throw new Refusal(40004, 'invalid media type');
    if (upload === undefined) throw new Refusal(44001, 'empty media data');
    if (upload.bytes.length <= 5 || upload.bytes.length > largest)
      throw new Refusal(40006, 'invalid media size');
    const media_id = this.#world.id('MEDIA_');
    this.#kept.set(media_id, { ...upload, type, owner, at: this.#world.now() });
    return { type, media_id, created_at: String(Math.floor(this.#world.now() / 1000)) };
  }

  get(owner: string, media_id: string | null | undefined): Upload & { readonly type: string } {
    const found = this.#kept.get(media_id ?? '');
    if (found === undefined || found.owner !== owner || this.#world.now() - found.at > 3 * DAY)
      throw new Refusal(40007, 'invalid media_id');
    return found;
  }
}
