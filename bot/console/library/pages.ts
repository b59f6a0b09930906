import type { Console } from '../console.ts';
import { addActs } from './acts.ts';
import { addChanges } from './changes-page.ts';
import type { LibraryPagesDeps } from './deps.ts';
import { addGate } from './gate-page.ts';
import { addOverview } from './overview-page.ts';
import { addPressPages } from './press-pages.ts';
import { addProposals } from './proposals-page.ts';
import { addOwnQuestionPages } from './questions-page.ts';
import { addReadText } from './read-page.ts';
import { addText } from './text-page.ts';
import { addTexts } from './texts-page.ts';
import { addUpload } from './upload-page.ts';

/** 政策资料: new texts in, checked, compared, published, taken back. Who leads may read, admins act. */
export function addLibraryPages(console: Console, deps: LibraryPagesDeps): void {
  addOverview(console, deps);
  addUpload(console, deps);
  addActs(console, deps);
  addPressPages(console, deps);
  addTexts(console, deps);
  addText(console, deps);
  addReadText(console, deps);
  addChanges(console, deps);
  addGate(console, deps);
  addProposals(console, deps);
  addOwnQuestionPages(console, deps);
}
