/** What the Bot API answers instead of a result. The texts are the real server's. https://core.telegram.org/bots/api#making-requests */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly description: string;
  readonly parameters: Readonly<Record<string, number>> | undefined;
  constructor(code: number, description: string, parameters?: Readonly<Record<string, number>>) {
    super(description);
    this.code = code;
    this.description = description;
    this.parameters = parameters;
  }
}

export const badRequest = (what: string) => new Refusal(400, `Bad Request: ${what}`);
export const forbidden = (what: string) => new Refusal(403, `Forbidden: ${what}`);

export function refusalBody({ code, description, parameters }: Refusal): string {
  return JSON.stringify({ ok: false, error_code: code, description, ...(parameters && { parameters }) });
}
