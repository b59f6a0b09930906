import type { Clock } from '../clock.ts';
import type { Freshness } from '../freshness.ts';
import type { Http } from '../http.ts';
import type { ReplyFeedback } from '../types.ts';
import type { BotRefusal } from './bot-callback.ts';
import type { DownloadOptions } from './download.ts';
import type { WsFrameHeaders } from './frames.ts';
import type { Logger } from './logger.ts';
import type { StreamStore } from './stream-store.ts';
import type { StreamTexts } from './streams.ts';

export type WebhookBotOptions = {
  readonly token: string;
  /** 43 characters, as the console shows them. */
  readonly encodingAESKey: string;
  /** Empty for a bot of one's own corp. */
  readonly receiveId?: string;
  /** Left out: callbacks of any bot with this token and key are taken. */
  readonly botId?: string;
  /** Left out: in memory, for one process. */
  readonly streamStore?: StreamStore;
  /** Sentences that people see; without one, nothing is said there. */
  readonly texts?: StreamTexts;
  /** The id by which feedback names the first frame that `texts.first` makes. */
  readonly feedbackOf?: (frame: WsFrameHeaders) => ReplyFeedback;
  /** How long listeners may take to reply before the first frame goes out, in ms; 4000, and 5000 is WeCom's end. */
  readonly ackBudget?: number;
  /** Send the first frame as soon as all listeners are done, if none has replied; false: wait for `ackBudget`. */
  readonly ackWhenHandled?: boolean;
  /** Left out: ±5 minutes, each signature once in 2 hours. */
  readonly freshness?: Freshness;
  readonly http?: Http;
  readonly download?: DownloadOptions;
  /** Callbacks whose answer is remembered, so that none is handed out twice; 10000. */
  readonly maxSeen?: number;
  /** Called for each callback that is not handed out, and each address check that fails. */
  readonly onRefused?: (reason: BotRefusal) => void;
  readonly logger?: Logger;
  readonly clock?: Clock;
};
