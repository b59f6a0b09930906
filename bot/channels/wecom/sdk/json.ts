/** Fewer digits than this are always exact in a number. */
const LONG_NUMBER = /\d{16}/;

/**
 * JSON as `JSON.parse` reads it, except that an integer which a number cannot hold comes as a string of its digits:
 * a message id above 2^53 would silently become another id.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, keepDigits);
  } catch (error) {
    // The reviver goes as deep as the text does, and the text comes from outside.
    throw error instanceof RangeError ? new SyntaxError('the JSON is nested too deeply') : error;
  }
}

/** https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/JSON/parse#reviver */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?\d+$/.test(source) ? source : value;
}
