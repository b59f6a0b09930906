import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createBank,
  type Divisions,
  divisionsSchema,
  type LexiconEntries,
  lexiconSchema,
  type Matter,
  parseYaml,
} from '#knowledge/build';
import { type Manifest, manifestSchema } from './manifest.ts';

/** The project's own data, as it stands in the knowledge folder. */
export type Sources = {
  readonly manifest: Manifest;
  readonly matters: readonly Matter[];
  readonly lexicon: LexiconEntries;
  readonly divisions: Divisions;
};

/** Reads and checks knowledge/: the manifest, the question bank, the lexicon, the divisions. */
export function readSources(knowledge: string): Sources {
  const yaml = (...path: string[]) => readYaml(knowledge, ...path);
  const all = (...path: string[]) =>
    readdirSync(join(knowledge, ...path))
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => yaml(...path, name));
  return {
    manifest: manifestSchema.parse(yaml('policies', 'policies.yaml')),
    matters: createBank(all('questions'), all('questions', 'voices')),
    lexicon: all('lexicon').flatMap((file) => lexiconSchema.parse(file)),
    divisions: readDivisions(knowledge),
  };
}

/** Alone, for whoever needs no more: the bank takes longer to read than a text does. */
export const readDivisions = (knowledge: string): Sources['divisions'] =>
  divisionsSchema.parse(readYaml(knowledge, 'region', 'divisions.yaml'));

const readYaml = (...path: string[]): unknown => parseYaml(readFileSync(join(...path), 'utf8'));
