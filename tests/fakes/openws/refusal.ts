/** A no from WeCom, as it stands in the ack. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly errcode: number;

  constructor(errcode: number, errmsg: string) {
    super(errmsg);
    this.errcode = errcode;
  }
}

export const WRONG_SECRET = 853000;
export const INVALID_REQ_ID = 846605;
export const STREAM_EXPIRED = 846608;
export const INVALID_CHAT = 93006;
/** Nothing is published for the three below; WeCom uses them for the same faults elsewhere. */
export const BAD_PARAMETER = 40058;
export const TOO_OFTEN = 45009;
export const TOO_MANY_AT_ONCE = 45033;
