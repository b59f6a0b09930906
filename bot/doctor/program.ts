import { doctorCopy } from '../copy/doctor.ts';
import { bad, type Finding, ok } from './finding.ts';

const copy = doctorCopy.program;
/** The `engines` of package.json. */
const LEAST_NODE = 24;

/** @param version as in process.versions.node */
export function checkProgram(version: string): readonly Finding[] {
  return [
    Number.parseInt(version, 10) >= LEAST_NODE
      ? ok(copy.node(version))
      : bad(copy.oldNode(version, LEAST_NODE), copy.oldNodeAdvice),
  ];
}
