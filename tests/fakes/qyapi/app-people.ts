import type { AppMessages } from './app.ts';
import type { CallbackOutcome, Callbacks, CallbackTarget } from './callbacks.ts';
import type { World } from './world.ts';

/** What members do in an app, and what of it reaches the app's callback. */
export class AppPeople {
  readonly targets = new Map<string, CallbackTarget>();
  readonly #world: World;
  readonly #corpId: string;
  readonly #callbacks: Callbacks;
  readonly #messages: AppMessages;
  #msgIds = 4561255354251345929n;

  constructor(world: World, corpId: string, callbacks: Callbacks, messages: AppMessages) {
    this.#world = world;
    this.#corpId = corpId;
    this.#callbacks = callbacks;
    this.#messages = messages;
  }

  /** Ids are longer than numbers are exact. */
  say(said: { agentId: string; from: string; text: string }): Promise<CallbackOutcome> {
    const body = `<MsgType><![CDATA[text]]></MsgType><Content>${cdata(said.text)}</Content><MsgId>${this.#msgIds++}</MsgId>`;
    return this.post(said.agentId, said.from, body);
  }

  /** Presses a button of a card. */
  click(pressed: {
    agentId: string;
    from: string;
    msgid: string;
    key: string;
    selected?: Record<string, readonly string[]>;
  }): Promise<CallbackOutcome> {
    const { card } = this.#messages.cardOf(pressed.msgid);
    const items = Object.entries(pressed.selected ?? {}).map(
      ([question, options]) =>
        `<SelectedItem><QuestionKey>${cdata(question)}</QuestionKey><OptionIds>${options.map((id) => `<OptionId>${cdata(id)}</OptionId>`).join('')}</OptionIds></SelectedItem>`,
    );
    const body = [
      '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event>',
      `<EventKey>${cdata(pressed.key)}</EventKey><TaskId>${cdata(card.task_id ?? '')}</TaskId>`,
      `<CardType>${cdata(card.card_type)}</CardType>`,
      `<ResponseCode>${cdata(this.#messages.giveCode(pressed.msgid))}</ResponseCode>`,
      `<SelectedItems>${items.join('')}</SelectedItems>`,
    ];
    return this.post(pressed.agentId, pressed.from, body.join(''));
  }

  /** Any other event, such as enter_agent. */
  event(happened: {
    agentId: string;
    from: string;
    event: string;
    eventKey?: string;
  }): Promise<CallbackOutcome> {
    const { event, eventKey = '' } = happened;
    const body = `<MsgType><![CDATA[event]]></MsgType><Event>${cdata(event)}</Event><EventKey>${cdata(eventKey)}</EventKey>`;
    return this.post(happened.agentId, happened.from, body);
  }

  /** https://developer.work.weixin.qq.com/document/path/94670 */
  pingKf(agentId: string, open_kfid: string, token: string): void {
    const target = this.targets.get(agentId);
    if (target === undefined) return;
    const plain = [
      `<xml><ToUserName>${cdata(this.#corpId)}</ToUserName><CreateTime>${this.#seconds()}</CreateTime>`,
      '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>',
      `<Token>${cdata(token)}</Token><OpenKfId>${cdata(open_kfid)}</OpenKfId></xml>`,
    ].join('');
    void this.#callbacks.postXml(target, plain);
  }

  /** @param body what stands behind the common fields, in XML */
  post(agentId: string, from: string, body: string): Promise<CallbackOutcome> {
    const target = this.targets.get(agentId);
    if (target === undefined) throw new Error(`the app ${agentId} has no callback`);
    const head = `<ToUserName>${cdata(this.#corpId)}</ToUserName><FromUserName>${cdata(from)}</FromUserName><CreateTime>${this.#seconds()}</CreateTime>`;
    return this.#callbacks.postXml(target, `<xml>${head}${body}<AgentID>${agentId}</AgentID></xml>`, agentId);
  }

  #seconds(): number {
    return Math.floor(this.#world.now() / 1000);
  }
}

function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
