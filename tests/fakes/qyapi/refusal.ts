/** What the server says no with, in HTTP 200. https://developer.work.weixin.qq.com/document/path/90313 */
export class Refusal extends Error {
  readonly errcode: number;
  readonly errmsg: string;

  constructor(errcode: number, errmsg: string) {
    super(`${errcode} ${errmsg}`);
    this.errcode = errcode;
    this.errmsg = errmsg;
  }
}

/**
 * Where the documentation names no code for a refusal (a used response_code, a repeated msgid, a task_id that was
 * taken), this fake says 40058, a wrong parameter.
 */
export function wrongParameter(what: string): Refusal {
  return new Refusal(40058, `invalid Request Parameter: ${what}`);
}
