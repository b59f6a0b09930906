import type { Console } from '../console.ts';
import { addActs } from './acts.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { addOverview } from './overview-page.ts';
import { addPressPages } from './press-pages.ts';
import { addUpload } from './upload-page.ts';

/** 政策资料: new texts in, checked, compared, published, taken back. Who leads may read, admins act. */
export function addLibraryPages(console: Console, deps: LibraryPagesDeps): void {
  addOverview(console, deps);
  addUpload(console, deps);
  addActs(console, deps);
  addPressPages(console, deps);
}
