import { checkTelegram } from '../channels/telegram/check.ts';
import { checkWeb } from '../channels/web/check.ts';
import { checkWecom } from '../channels/wecom/check.ts';
import type { Config } from '../config.ts';
import { doctorCopy } from '../copy/doctor.ts';
import { checkDeskGroup } from '../desk/telegram/check.ts';
import { checkWecomDesk } from '../desk/wecom/check.ts';
import type { Finding } from './finding.ts';
import { readWecomBook } from './wecom-diary.ts';

export type ChannelCheck = {
  readonly title: string;
  /** Changes nothing, ends within seconds, and tells what went wrong as a finding. */
  readonly check: (config: Config) => Promise<readonly Finding[]>;
};

/** A new channel adds its line here. */
export const CHANNEL_CHECKS: readonly ChannelCheck[] = [
  { title: doctorCopy.sections.web, check: checkWeb },
  {
    title: doctorCopy.sections.telegram,
    check: async (config) => [...(await checkTelegram(config)), ...(await checkDeskGroup(config))],
  },
  {
    title: doctorCopy.sections.wecom,
    check: async (config) => {
      const book = config.wecom === undefined ? undefined : await readWecomBook(config);
      return [...(await checkWecom(config, book?.pages)), ...(await checkWecomDesk(config, book?.linked))];
    },
  },
];
