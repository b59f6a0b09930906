import type { Urgency } from '../guides/urgent.ts';

/** What is said first to somebody in danger. Short: it is read with shaking hands. */
export const urgentCopy = {
  now: {
    'self-harm': ['先停一停，别一个人扛着，身边有谁就叫谁。', '你比什么都要紧。现在就打电话，有人会听你说。'],
    violence: ['先离开，去人多、有灯的地方。', '报警。伤了就去医院，病历和票据留好。'],
    'locked-in': ['先报警，说清你在哪、几个人。', '别跟他们硬来，手机留着电。'],
    'id-withheld': ['证件不能由别人扣着。先好好要一次，留下聊天记录。', '不还就报警，也可以让工会的人去说。'],
    'accident-now': ['先救人。能动就离开车道，别再骑、别再开。', '叫急救，再报警。现场先拍照，别私了。'],
  } satisfies Record<Urgency, readonly string[]>,
  numbers: (list: string) => `电话：${list}`,
  number: (number: string, name: string) => `${number} ${name}`,
  call: '让工会的人找我',
  callTyped: '要工会的人马上找你，回：让工会的人找我',
  /** Nothing goes to a person before the press. */
  seen: '你让工会找你，工会才看到你刚才这句话。',
  /** Where people of the union come into the chat itself. */
  inChat: '他可能会进到这个聊天里，能看到前面的话和你的微信。',
  private: '要工会的人帮忙，私聊我说。',
  openPrivate: '私聊我',
  topic: {
    'self-harm': '有人可能想不开',
    violence: '有人被打或被威胁',
    'locked-in': '有人被关着出不来',
    'id-withheld': '证件被扣',
    'accident-now': '刚出事故',
  } satisfies Record<Urgency, string>,
  called: (ticket: string, due: string) => `告诉工会了，编号 ${ticket}。${due}等的时候，急事先打上面的电话。`,
  expired: '过了一阵了。还要找人，发“转人工”。',
  injury: '等人安全了，再来办后面的事：',
} as const;
