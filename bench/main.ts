/** npm run bench [-- answer start laws stard scale channel desk readers proposals library unreviewed]: figures beside their targets and a peer in the same run. Nothing is timed in tests. */

import { benchAnswer } from './answer.ts';
import { benchChannel } from './channel.ts';
import { benchDesk } from './desk.ts';
import { benchLaws } from './laws.ts';
import { benchLibrary } from './library.ts';
import { benchProposals } from './proposals.ts';
import { benchReaders } from './readers.ts';
import { benchScale } from './scale.ts';
import { benchStard } from './stard.ts';
import { benchStart } from './start.ts';
import { benchUnreviewed } from './unreviewed.ts';

const sections = {
  answer: benchAnswer,
  start: benchStart,
  laws: benchLaws,
  stard: benchStard,
  scale: benchScale,
  channel: benchChannel,
  desk: benchDesk,
  readers: benchReaders,
  proposals: benchProposals,
  library: benchLibrary,
  unreviewed: benchUnreviewed,
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in sections));
if (unknown.length > 0)
  throw new Error(`no such bench: ${unknown.join(', ')}. There are: ${Object.keys(sections).join(', ')}`);
for (const [name, run] of Object.entries(sections))
  if (wanted.length === 0 || wanted.includes(name)) await run();
