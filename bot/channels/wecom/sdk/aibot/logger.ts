import { stripSecrets } from '../secrets.ts';

/** The official SDK's shape, so that a logger made for it fits. */
export type Logger = {
  readonly debug: (message: string, ...args: unknown[]) => void;
  readonly info: (message: string, ...args: unknown[]) => void;
  readonly warn: (message: string, ...args: unknown[]) => void;
  readonly error: (message: string, ...args: unknown[]) => void;
};

/** Warnings and errors on standard error, without secrets; nothing of what people write is ever logged. */
export class DefaultLogger implements Logger {
  readonly #prefix: string;

  constructor(prefix: string = 'WeCom') {
    this.#prefix = prefix;
  }

  debug(): void {}

  info(): void {}

  warn(message: string, ...args: unknown[]): void {
    this.#write('WARN', message, args);
  }

  error(message: string, ...args: unknown[]): void {
    this.#write('ERROR', message, args);
  }

  #write(level: string, message: string, args: readonly unknown[]): void {
    const rest = args.map((arg) => (arg instanceof Error ? arg.message : String(arg)));
    process.stderr.write(`${stripSecrets([`[${this.#prefix}] [${level}] ${message}`, ...rest].join(' '))}\n`);
  }
}
